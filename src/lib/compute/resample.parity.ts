import { noisePlane, parityCase } from './parity';
import { resampleAcross, resampleDown } from './resample';

const source = noisePlane(30, 26, 3, 1);
const cases = [
	{ title: 'larger', scale: 0.41, offset: 2.3, size: { width: 40, height: 26 } },
	{ title: 'smaller', scale: 2.7, offset: -1.2, size: { width: 12, height: 26 } },
	{ title: 'flipped', scale: -1.3, offset: 29, size: { width: 22, height: 26 } },
];

export default cases.flatMap(({ title, scale, offset, size }) => [
	parityCase({
		kernel: resampleAcross[3],
		title,
		inputs: [source],
		params: { scale, offset },
		size,
	}),
	parityCase({
		kernel: resampleDown[3],
		title,
		inputs: [source],
		params: { scale, offset },
		size: { width: source.width, height: size.width },
	}),
	parityCase({
		kernel: resampleAcross[1],
		title,
		inputs: [noisePlane(30, 26, 1, 2)],
		params: { scale, offset },
		size,
	}),
]);
