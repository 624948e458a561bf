import { parityCase } from '$lib/compute/parity';
import { rampStrip, throughCurve, throughRamp } from '$lib/compute/ramp';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { CpuPlane } from '$lib/compute/kernel';
import * as relief from './bas-relief';
import { aboveThreshold, addLight } from './bloom';
import { coinField, coinOnCloth, coinRim, FIELDS, RIMS } from './coin';
import { onNoise, plane, SIZE } from './on-noise';

const coin = { x: 15.3, y: 11.6, inner: 7.2, unit: 0.1 };
const light = { lx: -0.5, ly: -0.62, lz: 0.6, shine: 1, unit: 0.4 };
const strip = rampStrip(createCpuExecutor(), [
	[0.1, '#102030'],
	[0.5, '#c98f2b'],
	[0.9, '#fffbe8'],
]) as CpuPlane;
/** Distances to edges multiply a coordinate's last bit. */
const EDGE = 1e-3;

export default [
	...RIMS.map((rim, kind) =>
		parityCase({
			kernel: coinRim,
			title: rim,
			inputs: [],
			params: { ...coin, outer: 11.5, kind, count: 14 },
			size: SIZE,
			tolerance: EDGE,
		}),
	),
	...FIELDS.map((_, kind) => onNoise(coinField, { ...coin, kind }, EDGE)),
	onNoise(coinOnCloth, { ...coin, outer: 9, r0: 0.2, g0: 0.3, b0: 0.4, r1: 0, g1: 0.1, b1: 0.2 }),
	onNoise(relief.difference, {}),
	onNoise(relief.square, {}),
	onNoise(relief.reliefZones, { chin: 12, room: 6 }),
	onNoise(relief.hairZone, {}),
	onNoise(relief.toneRelief, { gain: 20, strand: 0.7 }, EDGE),
	onNoise(relief.cutEyes, { x0: 9, y0: 10, r0: 4, x1: 20, y1: 11, r1: 5 }),
	onNoise(relief.bustCut, { x: 15, end: 20, unit: 0.5 }),
	onNoise(relief.struckHeight, { ...coin, depth: 0.4 }),
	onNoise(relief.metalLight, light, EDGE),
	parityCase({
		kernel: relief.metalColour,
		inputs: [plane(2, 4), strip],
		params: { gloss: 0.4, r: 1, g: 0.9, b: 0.8 },
	}),
	parityCase({ kernel: throughRamp, inputs: [plane(1, 5, -0.1, 1.1), strip], params: {} }),
	parityCase({
		kernel: throughCurve,
		inputs: [plane(1, 5, -0.1, 1.1), { ...plane(1, 6), width: 31 * 23, height: 1 }],
		params: {},
		size: SIZE,
	}),
	onNoise(aboveThreshold, { threshold: 0.6 }),
	onNoise(addLight, { gain: 0.7 }),
];
