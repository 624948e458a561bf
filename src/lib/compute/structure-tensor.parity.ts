import { noisePlane, parityCase } from './parity';
import { tensorFlow, tensorProducts } from './structure-tensor';

export default [
	parityCase({ kernel: tensorProducts, inputs: [noisePlane(23, 17, 3, 6)], params: {} }),
	parityCase({
		kernel: tensorFlow,
		inputs: [noisePlane(23, 17, 3, 7, 0.01, 0.2)],
		params: {},
		tolerance: 1e-3, // WGSL allows atan2 4096 units in the last place
	}),
];
