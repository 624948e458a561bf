import type { Box } from '$lib/domain/geometry';
import type { SquareMask } from '$lib/domain/id-photo';

/** Width of the seam over which a finer mask takes over, as a share of its side. */
const SEAM = 0.06;

/**
 * Several masks of one photo as one mask of a square: the later ones are finer and hold where they lie.
 * @param photo its size: beyond its border a mask says nothing, and a finer one's seam there is none
 * @returns size x size, 0..1, row-major; outside every mask the nearest value of the first
 */
export function joinMasks(
	masks: readonly SquareMask[],
	square: Box,
	size: number,
	photo: { readonly width: number; readonly height: number },
): Float32Array {
	const out = new Float32Array(size * size);
	const step = square.width / size;
	masks.forEach((mask, n) => {
		const { square: own } = mask;
		const seam = SEAM * own.width;
		// A side that lies on the photo's border has nothing beyond it to go over into.
		const open = (gap: number, beyond: boolean) =>
			n === 0 || beyond ? 1 : Math.min(Math.max(gap / seam, 0), 1);
		for (let row = 0, o = 0; row < size; row++) {
			const y = square.y + (row + 0.5) * step;
			const wy = Math.min(
				open(y - own.y, own.y <= 0.5 && y >= own.y),
				open(own.y + own.height - y, own.y + own.height >= photo.height - 0.5),
			);
			for (let column = 0; column < size; column++, o++) {
				const x = square.x + (column + 0.5) * step;
				const wx = Math.min(
					open(x - own.x, own.x <= 0.5 && x >= own.x),
					open(own.x + own.width - x, own.x + own.width >= photo.width - 0.5),
				);
				const weight = Math.min(wx, wy);
				if (weight > 0) out[o] += weight * (sampleMask(mask, x, y) - out[o]);
			}
		}
	});
	return out;
}

/** A mask's value at a place of the photo, bilinear; beyond its border the border's. */
export function sampleMask(
	{ square, width, height, data }: SquareMask,
	x: number,
	y: number,
): number {
	const u = clamp(((x - square.x) / square.width) * width - 0.5, width - 1);
	const v = clamp(((y - square.y) / square.height) * height - 0.5, height - 1);
	const left = Math.floor(u);
	const top = Math.floor(v);
	const right = Math.min(left + 1, width - 1);
	const bottom = Math.min(top + 1, height - 1);
	const [fu, fv] = [u - left, v - top];
	const above = data[top * width + left] * (1 - fu) + data[top * width + right] * fu;
	const below = data[bottom * width + left] * (1 - fu) + data[bottom * width + right] * fu;
	return above * (1 - fv) + below * fv;
}

function clamp(value: number, limit: number): number {
	return Math.min(Math.max(value, 0), limit);
}
