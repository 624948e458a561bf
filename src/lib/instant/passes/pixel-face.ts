import { fillPolygon } from '$lib/compute/polygon';
import { mix } from '$lib/compute/scalar';
import type { Triple } from '$lib/compute/oklab';
import { meshPoints } from '$lib/matte/face-oval';
import { LEFT_EYE, RIGHT_EYE } from '../prepare/contours';
import { irises } from '../prepare/irises';

/** A small picture in OKLab, side x side, interleaved. */
export interface SmallPicture {
	readonly side: number;
	readonly lab: Float32Array;
}

/** Corners and lids of an eye: outer, inner corner, upper, lower lid. */
const EYES = [
	{ corners: [33, 133], lids: [159, 145], contour: RIGHT_EYE },
	{ corners: [362, 263], lids: [386, 374], contour: LEFT_EYE },
] as const;

/**
 * Draws both eyes pixel by pixel: a dark lid, the white, an iris two pixels wide with a light in it. Averaging alone
 * makes grey smudges of eyes that are five pixels wide.
 * @param landmarks in pixels of the small picture
 * @param dark OKLab of the darkest ink
 * @param skin lightness of the skin: whites are lighter than it, never flat white
 */
export function drawEyes(
	{ side, lab }: SmallPicture,
	landmarks: Float32Array,
	dark: Triple,
	skin: number,
): void {
	const put = (x: number, y: number, colour: Triple, share: number) => {
		if (x < 0 || y < 0 || x >= side || y >= side) return;
		const at = 3 * (y * side + x);
		for (let c = 0; c < 3; c++) lab[at + c] = mix(lab[at + c], colour[c], share);
	};
	const white: Triple = [Math.min(0.94, skin + 0.16), 0, 0.01];
	EYES.forEach(({ corners, lids, contour }, which) => {
		const iris = irises(landmarks)[which];
		const [p, q] = meshPoints(landmarks, corners);
		const [upper, lower] = meshPoints(landmarks, lids);
		// 1. Columns of the eye, and one or two rows by how far it is open.
		const left = Math.round(Math.min(p.x, q.x));
		const right = Math.max(Math.round(Math.max(p.x, q.x)), left + 3);
		const rows = lower.y - upper.y > 1.45 ? 2 : 1;
		const top = rows === 2 ? Math.round(iris.y) - 1 : Math.floor(iris.y);
		const inside = fillPolygon(side, meshPoints(landmarks, contour)).data;
		// 2. The iris keeps its hue; the white lies beside it, where the eye is.
		const own = 3 * (Math.min(side - 1, Math.max(0, top)) * side + clampIndex(iris.x, side));
		const colour: Triple = [Math.max(0.2, dark[0]), lab[own + 1], lab[own + 2]];
		const wide = Math.max(2, Math.min(right - left - 2, Math.round(2 * iris.radius)));
		const first = clamp(Math.round(iris.x - wide / 2), left, right - wide);
		for (let y = top; y < top + rows; y++) {
			for (let x = left; x < right; x++) {
				const open = inside[clampIndex(y, side) * side + clampIndex(x, side)];
				const ofIris = x >= first && x < first + wide;
				if (ofIris) put(x, y, y === top ? dark : colour, 0.92);
				else if (open > 0.2) put(x, y, white, 0.35 + 0.4 * open);
			}
		}
		// 3. The lid: darkest over the iris, thinner at the corners.
		for (let x = left; x < right; x++) {
			put(x, top - 1, dark, x === left || x === right - 1 ? 0.4 : 0.8);
		}
		// 4. A light towards the upper left, where there is room for it.
		if (rows === 2 && wide >= 2) put(first, top, [0.9, 0, 0], 0.85);
	});
}

const clamp = (v: number, low: number, high: number) => Math.min(Math.max(v, low), high);
const clampIndex = (v: number, side: number) => clamp(Math.floor(v), 0, side - 1);
