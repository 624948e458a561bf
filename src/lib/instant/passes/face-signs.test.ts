import { describe, expect, it } from 'vitest';
import type { CpuPlane } from '$lib/compute/kernel';
import { LANDMARKS } from '$lib/domain/face';
import { greyBeard } from './beard';
import { bridgeInk } from './glasses';

const SIDE = 100;
const SKIN = [0.7, 0.06, 0.07] as const;
const NOSE = { x: 50, y: 40 };
const CHIN = { x: 50, y: 90 };

function plane(channels: 1 | 3, value: (x: number, y: number, c: number) => number): CpuPlane {
	const data = Float32Array.from({ length: SIDE * SIDE * channels }, (_, i) => {
		const pixel = Math.floor(i / channels);
		return value(pixel % SIDE, Math.floor(pixel / SIDE), i % channels);
	});
	return { width: SIDE, height: SIDE, channels, data };
}

describe('glasses', () => {
	/** The root of the nose lies in row 50, between 42 and 58. */
	const landmarks = new Float32Array(3 * LANDMARKS);
	for (const [points, x] of [
		[[133, 193], 42],
		[[362, 417], 58],
	] as const) {
		for (const point of points) landmarks.set([x, 50, 0], 3 * point);
	}
	const worn = (ink: (x: number, y: number) => number) => bridgeInk(plane(1, ink), landmarks, 50);

	it('are worn where a line crosses the root of the nose, bent as it may be', () => {
		expect(worn((_, y) => (y === 47 ? 1 : 0))).toBe(1);
		expect(worn((x, y) => (y === 54 - Math.round((x - 50) ** 2 / 20) ? 0.9 : 0))).toBeCloseTo(0.9);
	});

	it('are not worn where folds run down between the brows, or a line is too far off', () => {
		expect(worn(() => 0)).toBe(0);
		expect(worn((x) => (x === 47 || x === 53 ? 1 : 0))).toBe(0);
		expect(worn((_, y) => (y === 30 ? 1 : 0))).toBe(0);
	});
});

describe('a grey beard', () => {
	const face = plane(1, () => 1);
	const lips = plane(1, () => 0);
	/** @param share of the skin's chroma that is left below a row */
	const beard = (share: number, from: number) => {
		const lab = plane(3, (_, y, c) => SKIN[c] * (c > 0 && y > from ? share : 1));
		return greyBeard(lab, face, lips, NOSE, CHIN, [...SKIN]);
	};

	it('covers the jaw where hair has lost the colour of the skin', () => {
		expect(beard(0.6, 60)).toBe(1);
		expect(beard(0.95, 60)).toBe(0);
		expect(beard(0.6, 86)).toBe(0); // the tip of the chin alone
	});

	it('is none in a photo without colours', () => {
		const lab = plane(3, (_x, y, c) => (c === 0 ? 0.7 : y > 60 ? 0.001 : 0.002));
		expect(greyBeard(lab, face, lips, NOSE, CHIN, [0.7, 0.002, 0.002])).toBe(0);
	});

	it('is none without a face in the picture', () => {
		const none = plane(1, () => 0);
		expect(
			greyBeard(
				plane(3, (_x, _y, c) => SKIN[c]),
				none,
				lips,
				NOSE,
				CHIN,
				[...SKIN],
			),
		).toBe(0);
	});
});
