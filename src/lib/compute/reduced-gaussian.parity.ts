import { noisePlane, parityCase } from './parity';
import { blockMean, splineEnlarge } from './reduced-gaussian';

export default ([1, 2, 3, 4] as const).flatMap((channels) =>
	[2, 5].flatMap((factor) => [
		parityCase({
			kernel: blockMean[channels],
			inputs: [noisePlane(29, 18, channels, 1)],
			params: { factor },
			size: { width: Math.ceil(29 / factor), height: Math.ceil(18 / factor) },
		}),
		parityCase({
			kernel: splineEnlarge[channels],
			inputs: [noisePlane(7, 5, channels, 2)],
			params: { factor },
			size: { width: 7 * factor - 1, height: 5 * factor },
		}),
	]),
);
