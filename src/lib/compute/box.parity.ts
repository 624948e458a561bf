import { boxAcross, boxDown } from './box';
import { noisePlane, parityCase } from './parity';

const radius = 4;

export default ([1, 2, 3, 4] as const).flatMap((channels) => {
	const inputs = [noisePlane(33, 29, channels, channels)];
	return [boxAcross, boxDown].map((pass) =>
		parityCase({ kernel: pass[channels], inputs, params: { radius } }),
	);
});
