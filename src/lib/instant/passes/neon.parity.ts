import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { CpuPlane } from '$lib/compute/kernel';
import { parityCase } from '$lib/compute/parity';
import { rampStrip } from '$lib/compute/ramp';
import * as neon from './neon';
import { onNoise, plane, SIZE } from './on-noise';

const lamps = { ra: 1, ga: 0.03, ba: 0.5, rb: 0.01, gb: 0.8, bb: 1 };
const strip = rampStrip(
	createCpuExecutor(),
	[
		[0.1, '#102030'],
		[0.9, '#fffbe8'],
	],
	'oklab',
) as CpuPlane;
/** Distances to edges multiply a coordinate's last bit. */
const EDGE = 1e-3;

export default [
	onNoise(neon.localContrast, { amount: 0.5 }),
	parityCase({
		kernel: neon.neonColour,
		inputs: [plane(1, 1, -0.1, 1.1), plane(3, 2, -0.3, 0.3), strip],
		params: { own: 0.22 },
	}),
	parityCase({
		kernel: neon.betweenLamps,
		inputs: [
			plane(3, 1),
			plane(1, 2, 0, 3),
			plane(1, 3, 0, 2),
			plane(1, 4),
			plane(1, 5),
			plane(1, 6),
		],
		params: lamps,
	}),
	...neon.SIGNS.map((sign, kind) =>
		parityCase({
			kernel: neon.neonSign,
			title: sign,
			inputs: [plane(1, 7, 0.8, 1)],
			params: {
				...lamps,
				r0: 0.1,
				g0: 0.2,
				b0: 0.3,
				x: 14.7,
				y: 11.2,
				unit: 0.08,
				weight: 1.2,
				kind,
			},
			size: SIZE,
			tolerance: EDGE,
			// The wrap-around of a line of the floor falls to either side.
			outliers: 0.01,
		}),
	),
	onNoise(neon.litBorder, { ...lamps, x: 14.7, weight: 1.3 }),
	onNoise(neon.oldScreen, { unit: 0.7 }, EDGE),
];
