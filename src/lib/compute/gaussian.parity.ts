import { gaussianAcross, gaussianDown } from './gaussian';
import { noisePlane, parityCase } from './parity';

export default ([1, 2, 3, 4] as const).flatMap((channels) => [
	parityCase({
		kernel: gaussianAcross[channels],
		inputs: [noisePlane(33, 17, channels, 1)],
		params: { sigma: 2.5 },
	}),
	parityCase({
		kernel: gaussianDown[channels],
		inputs: [noisePlane(9, 5, channels, 2)],
		params: { sigma: 4 },
	}),
]);
