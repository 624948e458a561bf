import { maskPort } from './ports';
import { levelSize } from './topology';

/** Where each of several identities acts: `count` planes of height x width, 0..1, one behind the other. */
export interface RegionMasks {
	readonly count: number;
	readonly height: number;
	readonly width: number;
	readonly data: Float32Array;
}

/** Below this sum of all masks nobody acts, and their share is not blown up. */
const LEAST = 1e-3;

/**
 * Masks for every level, by port ([1, 1, count, tokens, 1]): resized bilinearly without antialiasing, then divided
 * by their sum, so that identities share a place. Follows UniPortrait's attention processor.
 * @param height of the latents, in the same proportion to `width` as the masks
 */
export function identityMasks(
	masks: RegionMasks,
	levels: readonly number[],
	height: number,
	width: number,
): Readonly<Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>> {
	return Object.fromEntries(
		levels.map((level) => {
			const rows = levelSize(height, level);
			const columns = levelSize(width, level);
			const data = resize(masks, rows, columns);
			share(data, masks.count);
			return [maskPort(level), { dims: [1, 1, masks.count, rows * columns, 1], data }];
		}),
	);
}

/** Bilinear, pixel centres aligned, edges repeated. */
function resize(
	{ count, height, width, data }: RegionMasks,
	rows: number,
	columns: number,
): Float32Array {
	const result = new Float32Array(count * rows * columns);
	for (let row = 0, i = 0; row < count * rows; row++) {
		const plane = Math.floor(row / rows) * height;
		const y = neighbours(row % rows, rows, height);
		for (let column = 0; column < columns; column++, i++) {
			const x = neighbours(column, columns, width);
			const at = (r: number, c: number) => data[(plane + r) * width + c];
			const above = at(y.low, x.low) * (1 - x.share) + at(y.low, x.high) * x.share;
			const below = at(y.high, x.low) * (1 - x.share) + at(y.high, x.high) * x.share;
			result[i] = above * (1 - y.share) + below * y.share;
		}
	}
	return result;
}

/** The pixels on both sides of a new pixel's centre, and the share of the second. */
function neighbours(position: number, length: number, from: number) {
	const centre = Math.max(0, ((position + 0.5) * from) / length - 0.5);
	const low = Math.min(from - 1, Math.floor(centre));
	return { low, high: Math.min(from - 1, low + 1), share: centre - low };
}

/** Divides planes by their sum, in place. */
function share(data: Float32Array, count: number): void {
	const size = data.length / count;
	for (let i = 0; i < size; i++) {
		let sum = 0;
		for (let plane = 0; plane < count; plane++) sum += data[plane * size + i];
		for (let plane = 0; plane < count; plane++) data[plane * size + i] /= Math.max(sum, LEAST);
	}
}
