import { flowPlane } from '$lib/compute/flow-planes';
import { parityCase } from '$lib/compute/parity';
import * as crayon from './crayon';
import { onNoise, plane, SIZE } from './on-noise';

const flow = flowPlane(SIZE.width, SIZE.height, (x, y) => 0.3 + 0.05 * x - 0.04 * y);
const five = {
	...{ r0: 0.8, g0: 0.7, b0: 0.6, r1: 0.2, g1: 0.1, b1: 0.15, r2: 0.6, g2: 0.2, b2: 0.1 },
	...{ r3: 1, g3: 0.98, b3: 0.9, r4: 0.3, g4: 0.2, b4: 0.4 },
};

export default [
	parityCase({
		kernel: crayon.strokeFlow,
		inputs: [flow, plane(1, 2), plane(1, 3)],
		params: { angle: -0.9, turn: 0.6, sway: 0.5 },
		// Where flow and hatching cancel each other the angle hangs on the last bits.
		tolerance: 5e-3,
	}),
	onNoise(crayon.noFlow, {}),
	onNoise(crayon.followsForm, {}),
	onNoise(crayon.raggedFade, { x: 14, start: 0.5, end: 0.8, ragged: 0.25 }),
	onNoise(crayon.chalkAmounts, { m: 0.6 }),
	onNoise(crayon.chalkCover, { press: 1.1 }),
	onNoise(crayon.searchingLines, { unit: 0.6 }),
	...crayon.SCUMBLES.map((name, kind) =>
		parityCase({
			kernel: crayon.scumble,
			title: name,
			inputs: [plane(1, 4), plane(1, 5), plane(1, 6, 0, 0.5)],
			params: { x: 14.2, y: 11.3, lean: -0.12, kind },
		}),
	),
	onNoise(crayon.chalkSheet, five),
];
