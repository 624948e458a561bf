import type { CpuPlane, Executor, Plane } from '$lib/compute/kernel';
import { resize } from '$lib/compute/resample';
import type { Portrait } from '$lib/domain/face';
import { refineMatte } from '$lib/matte/refine';
import { measureTones, normaliseLighting, type Tones } from './lighting';

/** What does not depend on the composition: the matte, the colours and the lighting of one portrait. */
export interface PhotoPreparation {
	/** Side of the planes in pixels; they show the whole portrait crop. */
	readonly side: number;
	/** sRGB of the person with foreground colours and normalised lighting, 3 channels. */
	readonly image: Plane;
	/** Refined mask, 1 channel. */
	readonly alpha: Plane;
	readonly tones: Tones;
}

/**
 * Prepares a portrait at `side` pixels (at most its own side is useful).
 * The planes belong to the caller: disposePhoto() gives them back.
 */
export async function preparePhoto(
	executor: Executor,
	portrait: Portrait,
	side: number,
	options: { readonly signal?: AbortSignal; readonly onFraction?: (fraction: number) => void } = {},
): Promise<PhotoPreparation> {
	const { signal, onFraction } = options;
	return executor.scope(async () => {
		// 1. The crop as floats at the working size.
		const size = { width: side, height: side };
		const full = executor.upload(readSrgb(portrait, side));
		const crop = full.width === side ? full : resize(executor, full, size);
		onFraction?.(0.1);
		// 2. The matte and the foreground colours.
		const { alpha, foreground } = await refineMatte(executor, crop, portrait, { signal });
		onFraction?.(0.7);
		// 3. The lighting.
		const landmarks = portrait.landmarks.map((v) => (v * side) / portrait.side);
		const tones = await measureTones(executor, foreground, alpha, landmarks);
		await executor.checkpoint(signal);
		const image = normaliseLighting(executor, foreground, landmarks, tones);
		onFraction?.(1);
		return { side, image, alpha, tones };
	});
}

/**
 * The preparation of the next frame of a live picture: its own colours and light, but the matte and the tones of a
 * frame before, which are most of the work. The planes belong to the caller; those of the frame before are used up.
 */
export async function followPhoto(
	executor: Executor,
	portrait: Portrait,
	before: PhotoPreparation,
): Promise<PhotoPreparation> {
	const { side, alpha, tones } = before;
	const image = await executor.scope(async () => {
		const full = executor.upload(readSrgb(portrait, side));
		const crop = full.width === side ? full : resize(executor, full, { width: side, height: side });
		const landmarks = portrait.landmarks.map((v) => (v * side) / portrait.side);
		return normaliseLighting(executor, crop, landmarks, tones);
	});
	executor.release(before.image);
	return { side, image, alpha, tones };
}

/** Gives the planes back. */
export function disposePhoto(executor: Executor, photo: PhotoPreparation): void {
	executor.release(photo.image, photo.alpha);
}

/**
 * The crop as sRGB floats, reduced by the largest whole factor that keeps `side`: means of blocks are
 * cheap, and resize() has less to do.
 */
function readSrgb({ side: from, rgba }: Portrait, side: number): CpuPlane {
	let factor = Math.max(Math.floor(from / side), 1);
	while (from % factor !== 0) factor--;
	const size = from / factor;
	const data = new Float32Array(size * size * 3);
	const gain = 1 / (255 * factor * factor);
	for (let y = 0, o = 0; y < size; y++) {
		for (let x = 0; x < size; x++, o += 3) {
			let r = 0;
			let g = 0;
			let b = 0;
			for (let j = 0; j < factor; j++) {
				const start = 4 * ((y * factor + j) * from + x * factor);
				for (let p = start; p < start + 4 * factor; p += 4) {
					r += rgba[p];
					g += rgba[p + 1];
					b += rgba[p + 2];
				}
			}
			data[o] = r * gain;
			data[o + 1] = g * gain;
			data[o + 2] = b * gain;
		}
	}
	return { width: size, height: size, channels: 3, data };
}
