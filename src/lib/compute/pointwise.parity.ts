import { noisePlane, parityCase } from './parity';
import { lerp, linear, maximum, multiply, smoothstepKernel } from './pointwise';

const a = noisePlane(20, 20, 1, 1);
const b = noisePlane(20, 20, 1, 2);

export default [
	parityCase({ kernel: smoothstepKernel, inputs: [a], params: { low: 0.25, high: 0.75 } }),
	parityCase({ kernel: maximum, inputs: [a, b], params: {} }),
	...([1, 2, 3, 4] as const).flatMap((channels) => {
		const plane = noisePlane(20, 20, channels, 3);
		const other = noisePlane(20, 20, channels, 4);
		return [
			parityCase({
				kernel: linear[channels],
				inputs: [plane],
				params: { gain: 1.5, bias: -0.3, low: 0, high: 0.8 },
			}),
			parityCase({ kernel: lerp[channels], inputs: [plane, other, a], params: {} }),
			parityCase({ kernel: multiply[channels], inputs: [plane, a], params: {} }),
		];
	}),
];
