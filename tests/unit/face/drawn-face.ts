import type { Pixels } from '../../../src/lib/image/warp';

type Colour = readonly [number, number, number];
interface Ellipse {
	readonly x: number;
	readonly y: number;
	readonly rx: number;
	readonly ry: number;
	readonly colour: Colour;
}

const SKIN: Colour = [224, 172, 138];
const SHADE: Colour = [196, 140, 108];
const HAIR: Colour = [58, 40, 30];
const WHITE: Colour = [244, 240, 236];
const IRIS: Colour = [70, 46, 30];
const LIP: Colour = [178, 84, 82];

/** Unit face: x right, y down, face height about 2; drawn back to front. */
const PARTS: readonly Ellipse[] = [
	{ x: 0, y: 1.7, rx: 1.9, ry: 0.85, colour: [60, 80, 120] },
	{ x: 0, y: 1.05, rx: 0.36, ry: 0.55, colour: SHADE },
	{ x: 0, y: -0.28, rx: 0.9, ry: 1.02, colour: HAIR },
	{ x: 0, y: 0.05, rx: 0.74, ry: 0.98, colour: SKIN },
	...[-1, 1].flatMap((side): Ellipse[] => [
		{ x: side * 0.31, y: -0.33, rx: 0.2, ry: 0.045, colour: HAIR },
		{ x: side * 0.3, y: -0.14, rx: 0.19, ry: 0.1, colour: SHADE },
		{ x: side * 0.3, y: -0.13, rx: 0.15, ry: 0.07, colour: WHITE },
		{ x: side * 0.3, y: -0.13, rx: 0.07, ry: 0.07, colour: IRIS },
		{ x: side * 0.11, y: 0.3, rx: 0.06, ry: 0.035, colour: SHADE },
	]),
	{ x: 0, y: 0.24, rx: 0.13, ry: 0.1, colour: [232, 184, 152] },
	{ x: 0, y: 0.31, rx: 0.1, ry: 0.02, colour: SHADE },
	{ x: 0, y: 0.53, rx: 0.25, ry: 0.075, colour: LIP },
	{ x: 0, y: 0.52, rx: 0.22, ry: 0.02, colour: [110, 40, 44] },
];

/**
 * A drawn head and shoulders on a grey ground: enough of a face for the networks, and nobody's.
 * @param faces middle of each face, half its height in pixels, and its roll in radians
 */
export function drawFaces(
	width: number,
	height: number,
	faces: readonly { x: number; y: number; size: number; roll?: number }[],
): Pixels {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const light = 150 + (40 * y) / height;
			data.set([...colourAt(x, y, faces, light), 255], (y * width + x) * 4);
		}
	return { width, height, data };
}

/** The mean of 3 x 3 points within a pixel. */
function colourAt(
	x: number,
	y: number,
	faces: readonly { x: number; y: number; size: number; roll?: number }[],
	light: number,
): Colour {
	const sum = [0, 0, 0];
	for (let i = 0; i < 9; i++) {
		let colour: Colour = [light, light + 4, light + 8];
		for (const face of faces) {
			const dx = (x + ((i % 3) + 0.5) / 3 - face.x) / face.size;
			const dy = (y + (Math.floor(i / 3) + 0.5) / 3 - face.y) / face.size;
			const [cos, sin] = [Math.cos(face.roll ?? 0), Math.sin(face.roll ?? 0)];
			const [u, v] = [cos * dx + sin * dy, cos * dy - sin * dx];
			for (const part of PARTS)
				if (((u - part.x) / part.rx) ** 2 + ((v - part.y) / part.ry) ** 2 < 1) {
					const shade = 1 - 0.12 * Math.max(0, u); // light from the left
					colour = part.colour.map((c) => c * shade) as unknown as Colour;
				}
		}
		for (let c = 0; c < 3; c++) sum[c] += colour[c] / 9;
	}
	return sum as unknown as Colour;
}
