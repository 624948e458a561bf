import { LANDMARKS, type Portrait } from '$lib/domain/face';
import type { Box } from '$lib/domain/geometry';
import { FACE_OVAL } from '$lib/matte/face-oval';
import {
	GLASSES,
	INNER_LIPS,
	LEFT_BROW,
	LEFT_EYE,
	OUTER_LIPS,
	RIGHT_BROW,
	RIGHT_EYE,
} from './prepare/contours';

/**
 * A portrait of a drawn person, for what must not depend on photos (warming up, tests): an oval face with brown hair
 * and a dark body before a blue wall, the head a little left of the middle.
 * @param others boxes of other faces in shares of the side; their people are in the mask as well
 */
export function drawnPortrait(side: number, others: readonly Box[] = []): Portrait {
	const centre = { x: 0.47, y: 0.48 };
	const landmarks = new Float32Array(3 * LANDMARKS);
	const put = (index: number, x: number, y: number, z = 0) =>
		landmarks.set([x * side, y * side, z * side], 3 * index);
	for (let i = 0; i < LANDMARKS; i++) put(i, centre.x, centre.y);
	const ring = (indices: readonly number[], dx: number, dy: number, rx: number, ry: number) =>
		indices.forEach((index, i) => {
			const angle = (2 * Math.PI * i) / indices.length;
			const [x, y] = [dx + rx * Math.sin(angle), dy - ry * Math.cos(angle)];
			put(index, centre.x + x, centre.y + y, 0.05 * (x * x + y * y));
		});
	ring(FACE_OVAL, 0, 0, 0.16, 0.215);
	ring(GLASSES, 0, -0.03, 0.15, 0.05);
	ring(RIGHT_BROW, -0.07, -0.1, 0.05, 0.012);
	ring(LEFT_BROW, 0.07, -0.1, 0.05, 0.012);
	// The first point of an eye is its outer corner, the others follow the rim.
	const eye = (indices: readonly number[], dx: number, outwards: number) =>
		indices.forEach((index, i) => {
			const angle = (2 * Math.PI * i) / indices.length;
			put(
				index,
				centre.x + dx + outwards * 0.035 * Math.cos(angle),
				centre.y - 0.05 - 0.014 * Math.sin(angle),
			);
		});
	eye(RIGHT_EYE, -0.07, -1);
	eye(LEFT_EYE, 0.07, 1);
	ring(OUTER_LIPS, 0, 0.1, 0.06, 0.022);
	ring(INNER_LIPS, 0, 0.1, 0.05, 0.008);

	const inEllipse = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
		((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
	const inPerson = (x: number, y: number) =>
		inEllipse(x, y, centre.x, centre.y - 0.04, 0.2, 0.27) ||
		(y > 0.7 && inEllipse(x, y, centre.x, 1, 0.4, 0.3));
	const inOther = (x: number, y: number) =>
		others.some(
			(box) =>
				Math.abs(x - box.x - box.width / 2) < 0.6 * box.width && y > box.y - 0.2 * box.height,
		);
	const rgba = new Uint8ClampedArray(side * side * 4);
	for (let p = 0; p < side * side; p++) {
		const x = ((p % side) + 0.5) / side;
		const y = (Math.floor(p / side) + 0.5) / side;
		const shade = 1 + 0.15 * (centre.x - x) + 0.05 * Math.sin(60 * x) * Math.sin(50 * y);
		const [r, g, b] = inEllipse(x, y, centre.x, centre.y, 0.16, 0.215)
			? [196, 146, 120]
			: inPerson(x, y)
				? y > 0.7
					? [40, 40, 52]
					: [84, 52, 36]
				: inOther(x, y)
					? [190, 140, 110]
					: [96, 132, 190];
		rgba.set([r * shade, g * shade, b * shade, 255], 4 * p);
	}
	const size = 128;
	const data = Float32Array.from({ length: size * size }, (_, p) => {
		const x = ((p % size) + 0.5) / size;
		const y = (Math.floor(p / size) + 0.5) / size;
		return inPerson(x, y) || inOther(x, y) ? 1 : 0;
	});
	return {
		side,
		rgba,
		landmarks,
		mask: { width: size, height: size, data },
		others: others.map(({ x, y, width, height }) => ({
			x: x * side,
			y: y * side,
			width: width * side,
			height: height * side,
		})),
		toPhoto: [1, 0, 0, 0, 1, 0],
	};
}
