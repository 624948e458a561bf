import { noisePlane, parityCase } from '$lib/compute/parity';
import { fibres, paperSheet } from './paper';
import { paperFrame, paperHills } from './paper-frames';

const SIZE = { width: 31, height: 23 };
const noise = (channels: 1 | 3, seed: number) =>
	noisePlane(SIZE.width, SIZE.height, channels, seed);
const waves = { wave: 1.3, waves: 5, wavePhase: 0.4, ripple: 0.6, ripples: 9, ripplePhase: 2 };
const frame = { x: 14.2, y: 11.7, radius: 7, ...waves, scallop: -0.8, scallops: 4 };
const [holed, whole] = [4, 0].map((hole) => ({ ...frame, hole, holes: 7, holeRadius: 9.5 }));
/** Antialiased edges multiply a coordinate's last bit by the size of the picture. */
const tolerance = 1e-3;

export default [
	parityCase({ kernel: fibres, inputs: [noise(1, 1), noise(1, 2)], params: { twist: 0.8 } }),
	parityCase({
		kernel: paperSheet,
		inputs: [noise(3, 3), noise(1, 4), noise(1, 5), noise(1, 6), noise(1, 7)],
		params: { r: 0.8, g: 0.5, b: 0.3, farX: 2.2, farY: 3.2, far: 0.42, scale: 1.3, part: 8 },
	}),
	parityCase({ kernel: paperFrame, inputs: [], params: holed, size: SIZE, tolerance }),
	parityCase({ kernel: paperFrame, inputs: [], params: whole, size: SIZE, tolerance }),
	parityCase({
		kernel: paperHills,
		inputs: [],
		params: { height: 12, ...waves },
		size: SIZE,
		tolerance,
	}),
];
