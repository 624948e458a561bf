import { oklabToSrgb, srgbToOklab } from './oklab';
import { noisePlane, parityCase } from './parity';

export default [
	parityCase({ kernel: srgbToOklab, inputs: [noisePlane(32, 32, 3, 1, 0.001)], params: {} }),
	parityCase({ kernel: oklabToSrgb, inputs: [noisePlane(32, 32, 3, 2, -0.2)], params: {} }),
];
