/**
 * True alpha of official portraits before a nearly even wall, as a colour key finds it: the wall's colour is a
 * smooth field, the hair's is known from just inside, and a pixel between them lies on the line from one to the
 * other. Where it does not, or the two are too alike, nothing is known.
 */
import type { Pixels } from '../../src/lib/image/warp';
import type { Alpha } from './metrics';

/** Wall and person must differ by this, 0..1 in RGB, for a key to be exact to a few hundredths. */
const CONTRAST = 0.35;
/** What the wall may differ from its field. */
const EVEN = 0.05;
/** How far a pixel may lie beside the line between wall and person. */
const BESIDE = 0.06;

export interface Keyed {
	readonly alpha: Alpha;
	/** 1 where it is known. */
	readonly counted: Uint8Array;
	/** Share of the edge's pixels that are. */
	readonly share: number;
}

/**
 * @param surely 0..1 rough mask: above .95 person, below .05 and far from it wall
 * @param above rows that are looked at: hair, not clothes
 * @param half columns that are looked at: one side of the face, since flags stand on the other
 * @returns null where the wall is not even
 */
export function keyAlpha(
	{ width, height, data }: Pixels,
	surely: Alpha,
	above: number,
	half: readonly [from: number, to: number],
): Keyed | null {
	const length = width * height;
	const far = Math.round(width / 40);
	const person = spread(
		surely.data.map((v) => (v > 0.05 ? 1 : 0)),
		width,
		height,
		far,
	);
	const within = (i: number) => i % width >= half[0] && i % width < half[1];
	// 1. The wall as a polynomial of the second degree for each channel.
	const fields = [0, 1, 2].map((c) => fit(data, (i) => !person[i] && within(i), width, above, c));
	if (fields.some((field) => !field)) return null;
	const wall = (i: number, c: number) => fields[c]!(i % width, Math.floor(i / width));
	let [uneven, count] = [0, 0];
	for (let i = 0; i < above * width; i++) {
		if (person[i] || !within(i)) continue;
		uneven += [0, 1, 2].reduce((sum, c) => sum + (data[4 * i + c] / 255 - wall(i, c)) ** 2, 0);
		count++;
	}
	if (count < 0.04 * above * width || Math.sqrt(uneven / count) > EVEN) return null;
	// 2. The person's colour near the edge: the mean of what is inside within a window.
	const inner = surely.data.map((v) => (v > 0.97 ? 1 : 0));
	const radius = Math.round(width / 50);
	const weight = boxSum(inner, width, height, radius);
	const own = [0, 1, 2].map((c) =>
		boxSum(
			Float32Array.from(inner, (v, i) => (v * data[4 * i + c]) / 255),
			width,
			height,
			radius,
		),
	);
	// 3. The key.
	const alpha = new Float32Array(length);
	const counted = new Uint8Array(length);
	let [edge, known] = [0, 0];
	for (let i = 0; i < length; i++) {
		alpha[i] = surely.data[i];
		if (Math.floor(i / width) >= above || !within(i)) continue;
		if (!person[i]) {
			alpha[i] = 0;
			counted[i] = 1;
			continue;
		}
		if (surely.data[i] <= 0.97) edge++;
		if (weight[i] < 3) continue;
		let [dot, norm] = [0, 0];
		for (let c = 0; c < 3; c++) {
			const d = own[c][i] / weight[i] - wall(i, c);
			dot += (data[4 * i + c] / 255 - wall(i, c)) * d;
			norm += d * d;
		}
		if (norm < CONTRAST ** 2) continue;
		const a = dot / norm;
		let beside = 0;
		for (let c = 0; c < 3; c++) {
			const d = own[c][i] / weight[i] - wall(i, c);
			beside += (data[4 * i + c] / 255 - wall(i, c) - a * d) ** 2;
		}
		// Inside, hair is of many colours and still hair.
		if (a < 0.9 && Math.sqrt(beside) > BESIDE) continue;
		alpha[i] = surely.data[i] > 0.97 ? 1 : Math.min(Math.max((a - 0.04) / 0.9, 0), 1);
		counted[i] = 1;
		if (surely.data[i] <= 0.97) known++;
	}
	return { alpha: { width, height, data: alpha }, counted, share: known / Math.max(edge, 1) };
}

/** Least squares of 1, x, y, xx, xy, yy over what is no person. */
function fit(
	data: ArrayLike<number>,
	isWall: (i: number) => boolean,
	width: number,
	rows: number,
	c: number,
): ((x: number, y: number) => number) | null {
	const terms = (x: number, y: number) => {
		const [u, v] = [(2 * x) / width - 1, (2 * y) / width - 1];
		return [1, u, v, u * u, u * v, v * v];
	};
	const matrix = Array.from({ length: 6 }, () => new Float64Array(7));
	for (let y = 0; y < rows; y += 2) {
		for (let x = 0; x < width; x += 2) {
			const i = y * width + x;
			if (!isWall(i)) continue;
			const t = terms(x, y);
			for (let a = 0; a < 6; a++) {
				for (let b = 0; b < 6; b++) matrix[a][b] += t[a] * t[b];
				matrix[a][6] += (t[a] * data[4 * i + c]) / 255;
			}
		}
	}
	for (let a = 0; a < 6; a++) {
		if (Math.abs(matrix[a][a]) < 1e-6) return null;
		for (let b = 0; b < 6; b++) {
			if (a === b) continue;
			const k = matrix[b][a] / matrix[a][a];
			for (let j = a; j < 7; j++) matrix[b][j] -= k * matrix[a][j];
		}
	}
	const solved = matrix.map((row, a) => row[6] / row[a]);
	return (x, y) => terms(x, y).reduce((sum, t, a) => sum + t * solved[a], 0);
}

function spread(
	mask: ArrayLike<number>,
	width: number,
	height: number,
	radius: number,
): Uint8Array {
	return Uint8Array.from(boxSum(mask, width, height, radius), (v) => (v > 0.5 ? 1 : 0));
}

function boxSum(
	source: ArrayLike<number>,
	width: number,
	height: number,
	radius: number,
): Float32Array {
	const sums = new Float64Array((width + 1) * (height + 1));
	for (let y = 0; y < height; y++) {
		let row = 0;
		for (let x = 0; x < width; x++) {
			row += source[y * width + x];
			sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
		}
	}
	const out = new Float32Array(width * height);
	for (let y = 0; y < height; y++) {
		const [top, bottom] = [Math.max(y - radius, 0), Math.min(y + radius + 1, height)];
		for (let x = 0; x < width; x++) {
			const [left, right] = [Math.max(x - radius, 0), Math.min(x + radius + 1, width)];
			const at = (r: number, k: number) => sums[r * (width + 1) + k];
			out[y * width + x] = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
		}
	}
	return out;
}
