import { noisePlane, parityCase } from '$lib/compute/parity';
import { assemble, evenOut, stretchRange, takeLightness } from './lighting';
import { skinKernel } from './masks';

const plane = (channels: 1 | 3, seed: number) => noisePlane(24, 24, channels, seed);
const curve = noisePlane(33, 1, 1, 20);

export default [
	parityCase({ kernel: takeLightness, inputs: [plane(3, 1)], params: {} }),
	parityCase({
		kernel: evenOut,
		inputs: [plane(1, 2), plane(1, 3), plane(1, 4), curve],
		params: { m: 0.6 },
		tolerance: 5e-4,
	}),
	parityCase({
		kernel: stretchRange,
		inputs: [plane(1, 5)],
		params: { low: 0.1, high: 0.9, strength: 0.6 },
	}),
	parityCase({
		kernel: assemble,
		inputs: [plane(3, 6), plane(1, 7), plane(1, 8), plane(1, 9)],
		params: { shiftA: 0.01, shiftB: -0.02 },
	}),
	parityCase({
		kernel: skinKernel,
		inputs: [plane(1, 10), plane(1, 11)],
		params: {},
	}),
];
