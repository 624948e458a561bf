import { expect, test } from 'vitest';
import { drawnPortrait } from '../instant/drawn-portrait';
import { coarseMask } from './coarse-mask';

/** The value at a place in shares of the side. */
function at(mask: ReturnType<typeof coarseMask>, x: number, y: number): number {
	return mask.data[Math.floor(y * mask.height) * mask.width + Math.floor(x * mask.width)];
}

test('the person stays whole', () => {
	const mask = coarseMask(drawnPortrait(256));
	for (const [x, y] of [
		[0.47, 0.3],
		[0.47, 0.5],
		[0.47, 0.95],
		[0.3, 0.9],
	]) {
		expect(at(mask, x, y)).toBeGreaterThan(0.95);
	}
	expect(at(mask, 0.1, 0.2)).toBe(0);
});

test('another person goes, down to the shoulders; this one keeps head and body', () => {
	const portrait = drawnPortrait(256, [{ x: 0.8, y: 0.35, width: 0.22, height: 0.25 }]);
	const mask = coarseMask(portrait);
	expect(at(mask, 0.9, 0.45)).toBeLessThan(0.05);
	expect(at(mask, 0.93, 0.9)).toBeLessThan(0.05);
	expect(at(mask, 0.47, 0.5)).toBeGreaterThan(0.95);
	expect(at(mask, 0.6, 0.85)).toBeGreaterThan(0.95);
});

test('the face stays where the network lost it', () => {
	const portrait = drawnPortrait(256);
	const data = portrait.mask.data.map((value, i) => (i < 128 * 64 ? 0 : value));
	const mask = coarseMask({ ...portrait, mask: { ...portrait.mask, data } });
	expect(at(mask, 0.47, 0.4)).toBeGreaterThan(0.95);
});

test('a flat field of doubt in the colours of the wall goes, an island goes', () => {
	const portrait = drawnPortrait(256);
	const data = portrait.mask.data.map((value, i) => {
		const [x, y] = [i % 128, Math.floor(i / 128)];
		if (x > 100 && x < 112 && y > 20 && y < 40) return 1;
		return x < 40 && y > 60 ? Math.max(value, 0.75) : value;
	});
	const mask = coarseMask({ ...portrait, mask: { ...portrait.mask, data } });
	expect(at(mask, 0.05, 0.6)).toBeLessThan(0.05);
	expect(at(mask, 0.83, 0.23)).toBeLessThan(0.05);
	expect(at(mask, 0.3, 0.9)).toBeGreaterThan(0.9);
});
