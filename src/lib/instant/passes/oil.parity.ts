import { flowPlane } from '$lib/compute/flow-planes';
import { noisePlane, parityCase } from '$lib/compute/parity';
import { brushDirections, oilReference, paintError, rakingLight, tangents } from './oil';

const [W, H] = [31, 23];
const noise = (channels: 1 | 2 | 3, seed: number, low = 0, high = 1) =>
	noisePlane(W, H, channels, seed, low, high);
const flow = flowPlane(W, H, (x, y) => 0.2 * x - 0.1 * y);
/** Devices may compute sines to 2^-11 only (WGSL, accuracy of built-in functions). */
const TRIGONOMETRY = 5e-4;

export default [
	parityCase({
		kernel: oilReference,
		inputs: [noise(3, 1, -0.3, 0.9), noise(1, 2), noise(1, 3), noise(1, 4), noise(1, 5)],
		params: {
			x: 11.2,
			y: 9.6,
			reach: 24,
			warm: 0.01,
			...{ l0: 0.7, a0: 0.05, b0: 0.1, l1: 0.2, a1: -0.02, b1: -0.08 },
		},
	}),
	parityCase({
		kernel: brushDirections,
		inputs: [flow, noise(1, 6), noise(1, 7)],
		params: { x: 14.2, y: 10.9, round: 0.7, angle: 0.5, stray: 2 },
		tolerance: TRIGONOMETRY,
	}),
	parityCase({
		kernel: tangents,
		inputs: [noise(2, 8, 0.1, 1)],
		params: {},
		tolerance: TRIGONOMETRY,
	}),
	parityCase({ kernel: paintError, inputs: [noise(3, 9), noise(3, 10)], params: {} }),
	parityCase({
		kernel: rakingLight,
		inputs: [noise(3, 11), noise(1, 12), noise(1, 13)],
		params: { scale: 1.3, weave: 0.8 },
		tolerance: 1e-3,
	}),
];
