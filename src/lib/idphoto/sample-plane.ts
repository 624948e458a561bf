import type { CpuPlane } from '$lib/compute/kernel';
import type { Affine } from '$lib/domain/geometry';

/**
 * Draws a plane through a map, bilinear (it is about as fine as the picture); beyond its border the border's
 * values go on.
 * @param fromPicture picture pixels to pixels of the plane
 */
export function samplePlane(
	{ width, height, channels, data }: CpuPlane,
	[a, b, c, d, e, f]: Affine,
	size: { readonly width: number; readonly height: number },
): CpuPlane {
	const out = new Float32Array(size.width * size.height * channels);
	for (let row = 0, o = 0; row < size.height; row++) {
		for (let column = 0; column < size.width; column++) {
			const x = clamp(a * (column + 0.5) + b * (row + 0.5) + c - 0.5, width - 1);
			const y = clamp(d * (column + 0.5) + e * (row + 0.5) + f - 0.5, height - 1);
			const left = Math.floor(x);
			const top = Math.floor(y);
			const [fx, fy] = [x - left, y - top];
			const p = (top * width + left) * channels;
			const q = left < width - 1 ? channels : 0;
			const below = top < height - 1 ? p + width * channels : p;
			for (let n = 0; n < channels; n++, o++) {
				const upper = data[p + n] + fx * (data[p + q + n] - data[p + n]);
				const lower = data[below + n] + fx * (data[below + q + n] - data[below + n]);
				out[o] = upper + fy * (lower - upper);
			}
		}
	}
	return { ...size, channels, data: out };
}

function clamp(value: number, limit: number): number {
	return value < 0 ? 0 : value > limit ? limit : value;
}
