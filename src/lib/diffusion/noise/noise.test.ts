import { expect, test } from 'vitest';
import { naturalLog, sineOfTurns } from './elementary';
import { seededNoise } from './normal';
import { philox } from './philox';

/** kat_vectors of Random123, philox4x32 10: counter, key, result. */
const KNOWN = [
	[
		[0, 0, 0, 0],
		[0, 0],
		[0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
	],
	[
		[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
		[0xffffffff, 0xffffffff],
		[0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
	],
	[
		[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
		[0xa4093822, 0x299f31d0],
		[0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
	],
] as const;

test.each(KNOWN)('philox of %j under %j', (counter, key, expected) => {
	const numbers = Uint32Array.from(counter);
	philox(numbers, key);
	expect([...numbers]).toEqual([...expected]);
});

test('logarithm and sine are right', () => {
	for (let i = 1; i < 5000; i++) {
		const x = (i * i * 171.5 + 0.5) / 2 ** 32;
		expect(Math.abs(naturalLog(x) / Math.log(x) - 1)).toBeLessThan(4e-15);
		const turns = (i + 0.123) / 5001;
		expect(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(2e-15);
	}
	expect(naturalLog(1)).toBe(0);
	expect(naturalLog(0.5 / 2 ** 32)).toBeCloseTo(-33 * Math.LN2, 12);
	for (const [turns, sine] of [
		[0, 0],
		[0.25, 1],
		[0.5, 0],
		[0.75, -1],
		[1, 0],
	]) {
		expect(sineOfTurns(turns)).toBeCloseTo(sine, 15);
	}
});

test('a seed gives what torch.randn gives on CUDA', () => {
	const source = seededNoise(0);
	const expected = [
		-0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122,
		-0.32838709, -1.07454231, -0.36314407, -1.67105067, 2.26550497,
	];
	source.draw(12).forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-6));
});

/** The bits of the first two draws of a seed; they stand here so that no browser, engine or change moves them. */
test('noise has the same bits everywhere', async () => {
	const source = seededNoise(20261122);
	const [first, second] = [source.draw(16384), source.draw(16384)];
	const both = new Float32Array([...first, ...second]);
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', both));
	const digest = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
	expect(digest.slice(0, 16)).toBe('b16701fa2fda6500');
	expect(seededNoise(20261122).draw(16384)).toEqual(first);
	expect(second).not.toEqual(first);
});

test('noise is normal', () => {
	const values = Float64Array.from(seededNoise(7).draw(100_000));
	const mean = (f: (x: number) => number) =>
		values.reduce((sum, x) => sum + f(x), 0) / values.length;
	expect(Math.abs(mean((x) => x))).toBeLessThan(0.01);
	expect(Math.abs(mean((x) => x ** 2) - 1)).toBeLessThan(0.02);
	expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(0.03);
	expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(0.1);
	expect(Math.abs(mean((x) => (x < -1.6448536 ? 1 : 0)) - 0.05)).toBeLessThan(0.003);
	expect(values.every(Number.isFinite)).toBe(true);
	// Neighbours have nothing to do with each other.
	const pairs = values.slice(1).reduce((sum, x, i) => sum + x * values[i], 0) / values.length;
	expect(Math.abs(pairs)).toBeLessThan(0.01);
});

test.each([-1, 0.5, 2 ** 31, NaN])('%s is no seed', (seed) => {
	expect(() => seededNoise(seed)).toThrow(RangeError);
});
