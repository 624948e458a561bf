import type { Channels } from '$lib/compute/kernel';
import { noisePlane, parityCase } from '$lib/compute/parity';
import {
	beardField,
	flatColours,
	membership,
	nearestColour,
	printFeatures,
	printSkin,
	skinField,
} from './woodblock';
import {
	mistBars,
	mistLayout,
	mountain,
	seigaiha,
	woodblockPage,
	woodGrain,
} from './woodblock-page';

const SIZE = { width: 31, height: 23 };
const noise = (channels: Channels, seed: number, low = 0, high = 1) =>
	noisePlane(SIZE.width, SIZE.height, channels, seed, low, high);
const ones = (count: number, seed: number) =>
	Array.from({ length: count }, (_, i) => noise(1, seed + i));
const colours = noisePlane(12, 1, 3, 9, -0.2, 0.8);
const index = noise(1, 10);
const indices = { ...index, data: index.data.map((v) => Math.floor(12 * v)) };
const tones = { l0: 0.5, a0: 0.1, b0: 0.2, l1: 0.7, a1: 0, b1: 0.1, l2: 0.3, a2: 0.02, b2: 0.03 };
const inks = { r0: 0.9, g0: 0.8, b0: 0.7, r1: 0.7, g1: 0.2, b1: 0.1, r2: 0.1, g2: 0.2, b2: 0.5 };
/** Antialiased edges multiply a coordinate's last bit by the size of the picture. */
const tolerance = 1e-3;

export default [
	parityCase({ kernel: nearestColour, inputs: [noise(3, 1, -0.2, 0.8), colours], params: {} }),
	parityCase({ kernel: membership, inputs: [indices], params: { first: 4 } }),
	parityCase({
		kernel: flatColours,
		inputs: [noise(4, 2), noise(4, 3), noise(4, 4), colours],
		params: {},
	}),
	parityCase({
		kernel: skinField,
		inputs: [noise(3, 5, -0.1, 0.3), ...ones(4, 20)],
		params: { l: 0.4, a: 0.05, b: 0.08 },
	}),
	parityCase({
		kernel: beardField,
		inputs: [noise(3, 6, 0, 0.3), ...ones(2, 30)],
		params: { l: 0.4, chroma: 0.2, grey: 0.6, x: 14, y: 9, downX: 0.1, downY: 0.995, reach: 4 },
	}),
	parityCase({
		kernel: printSkin,
		inputs: [noise(3, 7), ...ones(3, 40)],
		params: { ...tones, x0: 9, y0: 11, x1: 20, y1: 12, wide: 5 },
	}),
	parityCase({
		kernel: printFeatures,
		inputs: [noise(3, 8), noise(3, 9), ...ones(4, 50)],
		params: { l: 0.5, a: 0.1, b: 0.05 },
	}),
	parityCase({ kernel: seigaiha, inputs: [], params: { cell: 12.6 }, size: SIZE, tolerance }),
	parityCase({
		kernel: mountain,
		inputs: [],
		params: { x: 20.3, y: 6.1, foot: 15 },
		size: SIZE,
		tolerance,
	}),
	parityCase({ kernel: mistBars, inputs: [mistLayout(31, 5)], params: {}, size: SIZE, tolerance }),
	parityCase({
		kernel: woodblockPage,
		inputs: [noise(1, 60), noise(3, 61), ...ones(3, 62)],
		params: inks,
	}),
	parityCase({
		kernel: woodGrain,
		inputs: [noise(3, 70), ...ones(3, 71)],
		params: { scale: 1.3 },
		tolerance,
	}),
];
