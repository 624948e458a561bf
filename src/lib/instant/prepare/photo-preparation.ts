import type { Executor, Plane } from '$lib/compute/kernel';
import { resize } from '$lib/compute/resample';
import type { Portrait } from '$lib/domain/face';
import { refineMatte } from '$lib/matte/refine';
import { measureTones, normaliseLighting, type Tones } from './lighting';

/** What does not depend on the composition: the matte, the colours and the lighting of one portrait. */
export interface PhotoPreparation {
	/** Side of the planes in pixels; they show the whole portrait crop. */
	readonly side: number;
	/** sRGB as it was, 3 channels. */
	readonly crop: Plane;
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
		const full = uploadSrgb(executor, portrait);
		const crop =
			portrait.side === side ? full : resize(executor, full, { width: side, height: side });
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
		return { side, crop, image, alpha, tones };
	});
}

/** Gives the planes back. */
export function disposePhoto(executor: Executor, photo: PhotoPreparation): void {
	executor.release(photo.crop, photo.image, photo.alpha);
}

function uploadSrgb(executor: Executor, { side, rgba }: Portrait): Plane {
	const data = new Float32Array(side * side * 3);
	for (let i = 0, o = 0; i < rgba.length; i += 4, o += 3) {
		data[o] = rgba[i] / 255;
		data[o + 1] = rgba[i + 1] / 255;
		data[o + 2] = rgba[i + 2] / 255;
	}
	return executor.upload({ width: side, height: side, channels: 3, data });
}
