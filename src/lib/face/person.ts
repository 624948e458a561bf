import type { Portrait } from '$lib/domain/face';
import { reducePixels } from '$lib/image/resize';
import { warpColours } from '$lib/image/warp';
import type { Pixels } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { PERSON, runNetwork } from './networks';

/**
 * The raw person mask of a square picture, 0..1, as large as the network draws it: the mean of the
 * picture's mask and its mirror image's.
 */
export async function segmentPerson(
	runtime: Runtime,
	picture: Pixels,
	signal?: AbortSignal,
): Promise<Portrait['mask']> {
	const { size } = PERSON;
	const reduced = reducePixels(picture, Math.max(1, Math.floor(picture.width / size)));
	const k = reduced.width / size;
	const straight = warpColours(reduced, [k, 0, 0, 0, k, 0], { ...PERSON, border: 'replicate' });
	return segmentColours(runtime, straight, signal);
}

/** The same of colours that are already as the network wants them. */
export async function segmentColours(
	runtime: Runtime,
	straight: Float32Array,
	signal?: AbortSignal,
): Promise<Portrait['mask']> {
	const { size } = PERSON;
	// One after the other: twice the layers of this network no longer fit a processor's cache.
	const { mask } = await runNetwork(runtime, PERSON, straight, signal);
	const mirrored = await runNetwork(runtime, PERSON, mirrorRows(straight, size), signal);
	const mirror = mirrorRows(mirrored.mask.data, size);
	const data = mirror.map((value, i) => (mask.data[i] + value) / 2);
	return { width: size, height: size, data };
}

/** Rows of `width` numbers, each reversed. */
function mirrorRows(rows: Float32Array, width: number): Float32Array {
	const out = rows.slice();
	for (let i = 0; i < out.length; i += width) out.subarray(i, i + width).reverse();
	return out;
}
