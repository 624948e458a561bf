import type { Channels } from '$lib/compute/kernel';
import { noisePlane, parityCase } from '$lib/compute/parity';
import { celShading, comicLines, cutOutFigure, radialDots, spotBlacks } from './cel';

const SIZE = { width: 31, height: 23 };
const noise = (channels: Channels, seed: number, low = 0, high = 1) =>
	noisePlane(SIZE.width, SIZE.height, channels, seed, low, high);
const ones = (count: number, seed: number) =>
	Array.from({ length: count }, (_, i) => noise(1, seed + i));
const levels = { t0: 0.2, t1: 0.4, t2: 0.6, t3: 0.7, v0: 0.1, v1: 0.4, v2: 0.5, v3: 0.7, v4: 0.9 };

export default [
	parityCase({
		kernel: celShading,
		title: 'any colour',
		inputs: [noise(1, 1), noise(3, 2, -0.2, 0.9), noise(3, 3, -0.2, 0.2), noise(1, 4)],
		params: { ...levels, cell: 7.5, own: 0.2 },
		tolerance: 1e-3,
	}),
	parityCase({
		kernel: celShading,
		title: 'skin',
		inputs: [noise(1, 5), noise(3, 6), noise(3, 7, 0.02, 0.1), noise(1, 8, 0, 0.2)],
		params: { ...levels, cell: 4.3, own: 0 },
		tolerance: 1e-3,
	}),
	parityCase({ kernel: comicLines, inputs: ones(7, 20), params: {} }),
	parityCase({ kernel: spotBlacks, inputs: ones(3, 30), params: {} }),
	parityCase({
		kernel: radialDots,
		inputs: [],
		params: { x: 14.2, y: 11.7, near: 1.1, rise: -1.2, most: 0.7, cell: 5, angle: 0.5 },
		size: SIZE,
		tolerance: 1e-3,
	}),
	parityCase({
		kernel: cutOutFigure,
		inputs: [noise(3, 40), noise(3, 41), ...ones(5, 42)],
		params: { r: 0.8, g: 0.5, b: 0.2 },
	}),
];
