import type { Affine } from '$lib/domain/geometry';
import { cubic, reducePixels } from '$lib/image/resize';
import { affineScale, composeAffine, invertAffine, type Pixels } from '$lib/image/warp';

/** Samples of the kernel per unit; linear between them would change no 8-bit value. */
const KERNEL_STEPS = 512;
/** Shrinking by more than this begins with means of 2 x 2 pixels. */
const MOST_STRETCH = 3;

/**
 * Draws a photo through a map of scale, turn and shift: Catmull-Rom bicubic (Keys 1981, a = -1/2), stretched where
 * the picture shrinks, so that nothing aliases. What the photo does not have is `outside`.
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
	// 1. A source that is at most MOST_STRETCH times as fine as the picture.
	let source = photo;
	let fromPicture = invertAffine(toPicture);
	while (affineScale(fromPicture) > MOST_STRETCH) {
		source = reducePixels(source, 2);
		fromPicture = composeAffine([0.5, 0, 0, 0, 0.5, 0], fromPicture);
	}
	const stretch = Math.max(affineScale(fromPicture), 1);
	const kernel = kernelTable();
	const taps = Math.ceil(4 * stretch) + 1;
	const [wx, wy] = [new Float64Array(taps), new Float64Array(taps)];
	const [a, b, c, d, e, f] = fromPicture;
	const { data } = source;
	const out = new Uint8ClampedArray(width * height * 4);
	for (let row = 0, o = 0; row < height; row++) {
		for (let column = 0; column < width; column++, o += 4) {
			out[o + 3] = 255;
			// 2. Where the pixel's middle lies; source centres lie at halves.
			const x = a * (column + 0.5) + b * (row + 0.5) + c;
			const y = d * (column + 0.5) + e * (row + 0.5) + f;
			if (x < 0 || y < 0 || x > source.width || y > source.height) {
				out[o] = outside[0];
				out[o + 1] = outside[1];
				out[o + 2] = outside[2];
				continue;
			}
			// 3. Weights across and down; beyond the border its pixels stand in.
			const left = firstTap(x, stretch);
			const top = firstTap(y, stretch);
			const sumX = fillWeights(wx, x, left, stretch, kernel);
			const sumY = fillWeights(wy, y, top, stretch, kernel);
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let j = 0; j < taps; j++) {
				if (wy[j] === 0) continue;
				const line = clampIndex(top + j, source.height) * source.width;
				let r = 0;
				let g = 0;
				let bl = 0;
				for (let i = 0; i < taps; i++) {
					const w = wx[i];
					if (w === 0) continue;
					const p = 4 * (line + clampIndex(left + i, source.width));
					r += w * data[p];
					g += w * data[p + 1];
					bl += w * data[p + 2];
				}
				red += wy[j] * r;
				green += wy[j] * g;
				blue += wy[j] * bl;
			}
			const gain = 1 / (sumX * sumY);
			out[o] = red * gain;
			out[o + 1] = green * gain;
			out[o + 2] = blue * gain;
		}
	}
	return out;
}

function firstTap(centre: number, stretch: number): number {
	return Math.ceil(centre - 0.5 - 2 * stretch);
}

/** Kernel values of the taps from `first` on; returns their sum. */
function fillWeights(
	weights: Float64Array,
	centre: number,
	first: number,
	stretch: number,
	kernel: Float64Array,
): number {
	let sum = 0;
	for (let i = 0; i < weights.length; i++) {
		const t = (Math.abs(first + i + 0.5 - centre) / stretch) * KERNEL_STEPS;
		const k = Math.floor(t);
		const weight = k >= 2 * KERNEL_STEPS ? 0 : kernel[k] + (t - k) * (kernel[k + 1] - kernel[k]);
		weights[i] = weight;
		sum += weight;
	}
	return sum;
}

function kernelTable(): Float64Array {
	return Float64Array.from({ length: 2 * KERNEL_STEPS + 2 }, (_, i) => cubic(i / KERNEL_STEPS));
}

function clampIndex(index: number, length: number): number {
	return index < 0 ? 0 : index >= length ? length - 1 : index;
}
