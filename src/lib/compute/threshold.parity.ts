import { noisePlane, parityCase } from './parity';
import { thresholdKernels } from './threshold';

export default ([1, 4] as const).map((channels) =>
	parityCase({
		kernel: thresholdKernels[channels],
		inputs: [noisePlane(19, 13, channels, 13)],
		params: { level: 0.5, width: 1.1 },
		tolerance: 1e-3,
	}),
);
