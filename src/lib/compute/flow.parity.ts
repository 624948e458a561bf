import { alongFlow, differenceAcrossFlow, softInk } from './flow';
import { flowPlane } from './flow-planes';
import type { CpuPlane } from './kernel';
import { noisePlane, parityCase } from './parity';

const flow = flowPlane(29, 23, (x, y) => 0.3 + 0.05 * x - 0.04 * y);
const where: CpuPlane = {
	width: 29,
	height: 23,
	channels: 1,
	data: Float32Array.from({ length: 29 * 23 }, (_, i) => (i % 29 < 24 ? 1 : 0)),
};
const lightness = noisePlane(29, 23, 1, 8);

export default [
	...[1, 1.7].map((step) =>
		parityCase({
			kernel: alongFlow,
			inputs: [lightness, flow, where],
			params: { sigma: 3, steps: 7, step },
			tolerance: 1e-3,
			outliers: 0.01, // a step that rounds to the other pixel
		}),
	),
	...[1, 1.6].map((step) =>
		parityCase({
			kernel: differenceAcrossFlow,
			inputs: [lightness, flow, where],
			params: { sigma: 1.2 * step, sharpness: 12, step },
			tolerance: 1e-3,
		}),
	),
	parityCase({
		kernel: softInk,
		inputs: [noisePlane(29, 23, 1, 9, -3, 3)],
		params: { threshold: 0.6, steepness: 12 },
	}),
];
