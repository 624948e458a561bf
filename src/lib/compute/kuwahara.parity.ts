import { flowPlane } from './flow-planes';
import { kuwaharaKernel } from './kuwahara';
import { noisePlane, parityCase } from './parity';

export default [
	parityCase({
		kernel: kuwaharaKernel,
		inputs: [
			noisePlane(27, 19, 3, 11, 0.4, 0.5),
			flowPlane(27, 19, (x, y) => 0.1 * x + 0.03 * y),
			noisePlane(27, 19, 1, 12, 2, 5),
		],
		params: {},
		tolerance: 2e-3, // variances are differences of nearly equal sums
		outliers: 0.01, // a tap that rounds to the next pixel
	}),
];
