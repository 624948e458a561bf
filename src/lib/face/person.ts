import type { Portrait } from '$lib/domain/face';
import type { Affine } from '$lib/domain/geometry';
import { warpColours } from '$lib/image/warp';
import type { Pixels } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { batch, PERSON, runNetwork } from './networks';

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
	const k = picture.width / size;
	const straight: Affine = [k, 0, 0, 0, k, 0];
	const mirrored: Affine = [-k, 0, picture.width, 0, k, 0];
	const inputs = [straight, mirrored].map((map) =>
		warpColours(picture, map, { ...PERSON, border: 'replicate' }),
	);
	const { mask } = await runNetwork(runtime, PERSON, batch(inputs), signal);
	const mirror = mask.data.subarray(size * size);
	const data = new Float32Array(size * size);
	for (let y = 0; y < size; y++)
		for (let x = 0; x < size; x++)
			data[y * size + x] = (mask.data[y * size + x] + mirror[y * size + size - 1 - x]) / 2;
	return { width: size, height: size, data };
}
