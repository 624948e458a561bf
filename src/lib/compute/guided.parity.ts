import * as guided from './guided';
import { noisePlane, parityCase } from './parity';

const grey = noisePlane(24, 20, 1, 1);
const mask = noisePlane(24, 20, 1, 2);
const colour = noisePlane(24, 20, 3, 3);
/** Window means as noise would have: mean squares well above squared means. */
const means = (channels: 1 | 4, seed: number) => noisePlane(24, 20, channels, seed, 0.3, 0.7);

export default [
	parityCase({ kernel: guided.greyMoments, inputs: [grey, mask], params: {} }),
	parityCase({
		kernel: guided.greyCoefficients,
		inputs: [noisePlane(24, 20, 4, 4, 0.5, 0.6)],
		params: { epsilon: 0.5 },
	}),
	parityCase({
		kernel: guided.greyApply,
		inputs: [grey, noisePlane(24, 20, 2, 5)],
		params: {},
	}),
	...[
		guided.colourMoments1,
		guided.colourMoments2,
		guided.colourMoments3,
		guided.colourMoments4,
	].map((kernel) => parityCase({ kernel, inputs: [colour, mask], params: {} })),
	parityCase({
		kernel: guided.colourCoefficients,
		inputs: [means(4, 6), means(4, 7), means(4, 8), means(1, 9)],
		params: { epsilon: 1 },
	}),
	parityCase({
		kernel: guided.colourApply,
		inputs: [colour, noisePlane(24, 20, 4, 10)],
		params: {},
	}),
];
