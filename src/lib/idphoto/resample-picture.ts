import type { Affine } from '$lib/domain/geometry';
import { cubic } from '$lib/image/resize';
import { affineScale, invertAffine, type Pixels } from '$lib/image/warp';
import { levelFor } from './photo-levels';

/** Places between two pixels for which weights are kept: half a step changes no 8-bit value by more than a quarter. */
const PHASES = 512;
/** Columns that are drawn together: what lies between the two passes stays in the processor's cache. */
const STRIP = 64;

/**
 * Draws a photo through a map of scale, turn and shift: Catmull-Rom bicubic (Keys 1981, a = -1/2), stretched where
 * the picture shrinks, so that nothing aliases; along the photo's rows first, then down (Catmull, Smith 1980).
 * What the photo does not have is `outside`.
 * @param photo must not change as long as it is drawn from: its smaller sizes are kept with it
 * @param toPicture photo pixels to picture pixels
 * @param outside red, green, blue, 0..255
 * @returns width x height x RGBA, opaque
 */
export function resamplePicture(
	photo: Pixels,
	toPicture: Affine,
	{ width, height }: { readonly width: number; readonly height: number },
	outside: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
	// 1. A source that is not much finer than the picture, seen nearly upright.
	const { source, toSource } = levelFor(photo, invertAffine(toPicture));
	const { columns, rows, base, across, down, map } = turned(source, toSource);
	const [a, b, c, d, e, f] = map;
	const { data } = source;
	const stretch = Math.max(affineScale(map), 1);
	const { taps, weights } = phaseTable(stretch);
	const out = new Uint8ClampedArray(width * height * 4);
	for (let begin = 0; begin < width; begin += STRIP) {
		const strip = Math.min(STRIP, width - begin);
		// 2. The source's rows that this strip needs.
		const ends = [begin + 0.5, begin + strip - 0.5].map((x) => d * x + f);
		const top = clampIndex(Math.floor(Math.min(...ends) + e / 2 - 2 * stretch) - 1, rows);
		const end = Math.ceil(Math.max(...ends) + e * (height - 0.5) + 2 * stretch) + 1;
		const count = clampIndex(end, rows) - top + 1;
		const between = new Float32Array(count * strip * 3);
		// 3. Along each row, where the column of the picture crosses it; beyond the border its pixels stand in.
		for (let j = 0, o = 0; j < count; j++) {
			const line = base + (top + j) * down;
			const y = top + j + 0.5;
			for (let i = 0; i < strip; i++, o += 3) {
				const column = begin + i + 0.5;
				const x = a * column + (b / e) * (y - f - d * column) + c;
				const start = x - 0.5 - 2 * stretch;
				const first = Math.ceil(start);
				let red = 0;
				let green = 0;
				let blue = 0;
				for (let n = 0, k = Math.round((first - start) * PHASES) * taps; n < taps; n++, k++) {
					const w = weights[k];
					const p = line + clampIndex(first + n, columns) * across;
					red += w * data[p];
					green += w * data[p + 1];
					blue += w * data[p + 2];
				}
				between[o] = red;
				between[o + 1] = green;
				between[o + 2] = blue;
			}
		}
		// 4. Down each column of the picture.
		for (let row = 0; row < height; row++) {
			for (let i = 0, o = 4 * (row * width + begin); i < strip; i++, o += 4) {
				const column = begin + i + 0.5;
				const x = a * column + b * (row + 0.5) + c;
				const y = d * column + e * (row + 0.5) + f;
				out[o + 3] = 255;
				if (x < 0 || y < 0 || x > columns || y > rows) {
					out[o] = outside[0];
					out[o + 1] = outside[1];
					out[o + 2] = outside[2];
					continue;
				}
				const start = y - 0.5 - 2 * stretch;
				const first = Math.ceil(start);
				let red = 0;
				let green = 0;
				let blue = 0;
				for (let n = 0, k = Math.round((first - start) * PHASES) * taps; n < taps; n++, k++) {
					const w = weights[k];
					const p = 3 * (clampIndex(first + n - top, count) * strip + i);
					red += w * between[p];
					green += w * between[p + 1];
					blue += w * between[p + 2];
				}
				out[o] = red;
				out[o + 1] = green;
				out[o + 2] = blue;
			}
		}
	}
	return out;
}

/** A photo's pixels seen from a side: where its first one is, and the bytes to the next to the right and below. */
interface Turned {
	readonly columns: number;
	readonly rows: number;
	readonly base: number;
	readonly across: number;
	readonly down: number;
	/** Picture pixels to pixels seen so; within 45 degrees of upright. */
	readonly map: Affine;
}

function turned({ width, height }: Pixels, [a, b, c, d, e, f]: Affine): Turned {
	const line = 4 * width;
	const last = line * (height - 1);
	const upright = Math.abs(e) >= Math.abs(d);
	if (upright && e > 0)
		return {
			columns: width,
			rows: height,
			base: 0,
			across: 4,
			down: line,
			map: [a, b, c, d, e, f],
		};
	if (upright)
		return {
			columns: width,
			rows: height,
			base: last + line - 4,
			across: -4,
			down: -line,
			map: [-a, -b, width - c, -d, -e, height - f],
		};
	if (d > 0)
		return {
			columns: height,
			rows: width,
			base: line - 4,
			across: line,
			down: -4,
			map: [d, e, f, -a, -b, width - c],
		};
	return {
		columns: height,
		rows: width,
		base: last,
		across: -line,
		down: 4,
		map: [-d, -e, height - f, a, b, c],
	};
}

/** The kernel's weights for every phase, which is how far the first pixel lies inside of the kernel; each sums to 1. */
function phaseTable(stretch: number): { readonly taps: number; readonly weights: Float32Array } {
	const taps = Math.ceil(4 * stretch);
	const weights = new Float32Array((PHASES + 1) * taps);
	for (let phase = 0; phase <= PHASES; phase++) {
		const own = weights.subarray(phase * taps, (phase + 1) * taps);
		let sum = 0;
		for (let n = 0; n < taps; n++) {
			own[n] = cubic((phase / PHASES + n) / stretch - 2);
			sum += own[n];
		}
		for (let n = 0; n < taps; n++) own[n] /= sum;
	}
	return { taps, weights };
}

function clampIndex(index: number, length: number): number {
	return index < 0 ? 0 : index >= length ? length - 1 : index;
}
