import { expect, test } from 'vitest';
import { toGrey, toRgba } from './pixels';

test('colours become opaque bytes, rounded, clamped', () => {
	const data = Float32Array.of(0, 0.5, 1, -0.2, 1.3, 100.4 / 255);
	expect([...toRgba({ width: 2, height: 1, channels: 3, data })]).toEqual([
		0, 128, 255, 255, 0, 255, 100, 255,
	]);
});

test('a mask becomes bytes', () => {
	const data = Float32Array.of(0, 1, 0.25);
	expect([...toGrey({ width: 3, height: 1, channels: 1, data })]).toEqual([0, 255, 64]);
});
