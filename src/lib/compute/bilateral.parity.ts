import { bilateralAcross, bilateralDown } from './bilateral';
import { noisePlane, parityCase } from './parity';

export default [bilateralAcross, bilateralDown].flatMap((kernel) =>
	[1, 3].map((stride) =>
		parityCase({
			kernel,
			title: `every ${stride}`,
			inputs: [noisePlane(23, 17, 3, 5, 0.3, 0.6), noisePlane(23, 17, 1, 6, -0.2, 1)],
			params: { range: 0.1, spatial: 1.7 + stride, stride },
		}),
	),
);
