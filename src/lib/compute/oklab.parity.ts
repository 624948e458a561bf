import { expose, oklabToLinear, oklabToSrgb, srgbToOklab } from './oklab';
import { noisePlane, parityCase } from './parity';

export default [
	parityCase({ kernel: srgbToOklab, inputs: [noisePlane(32, 32, 3, 1, 0.001)], params: {} }),
	parityCase({ kernel: oklabToSrgb, inputs: [noisePlane(32, 32, 3, 2, -0.2)], params: {} }),
	parityCase({ kernel: oklabToLinear, inputs: [noisePlane(32, 32, 3, 3, -0.2)], params: {} }),
	parityCase({
		kernel: expose,
		inputs: [noisePlane(32, 32, 3, 4, 0.001, 3)],
		params: { exposure: 1.25 },
	}),
];
