import { parityCase } from '$lib/compute/parity';
import { onNoise, plane, SIZE } from './on-noise';
import { beforeSmall, blocks } from './pixels';

export default [
	onNoise(beforeSmall, {}),
	...[
		{ width: 62, height: 46 },
		{ width: 50, height: 37 },
	].flatMap((size) => [
		parityCase({ kernel: blocks[1], inputs: [plane(1, 1)], params: {}, size }),
		parityCase({
			kernel: blocks[3],
			inputs: [{ ...plane(3, 2), width: SIZE.width, height: SIZE.height }],
			params: {},
			size,
			tolerance: 1e-3,
		}),
	]),
];
