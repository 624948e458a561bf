import { noisePlane, parityCase } from '$lib/compute/parity';
import { complement, divide, fuse } from './blur-fusion';
import { correct, hold, threshold1, weighHue } from './refine';

const plane = (channels: 1 | 3, seed: number) => noisePlane(24, 24, channels, seed);

export default [
	parityCase({ kernel: complement, inputs: [plane(1, 1)], params: {} }),
	parityCase({ kernel: divide, inputs: [plane(3, 2), noisePlane(24, 24, 1, 3, 0.1)], params: {} }),
	parityCase({
		kernel: fuse,
		inputs: [plane(3, 4), plane(3, 5), plane(3, 6), plane(1, 7)],
		params: {},
	}),
	parityCase({ kernel: threshold1, inputs: [plane(1, 8)], params: { threshold: 0.4 } }),
	parityCase({ kernel: weighHue, inputs: [plane(3, 9)], params: {} }),
	parityCase({ kernel: correct, inputs: [plane(1, 13), noisePlane(24, 24, 1, 14)], params: {} }),
	parityCase({ kernel: hold, inputs: [plane(1, 10), plane(1, 11), plane(1, 12)], params: {} }),
];
