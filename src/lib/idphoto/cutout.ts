import type { CpuPlane } from '$lib/compute/kernel';
import type { Affine } from '$lib/domain/geometry';
import { composeAffine, invertAffine } from '$lib/image/warp';
import type { PersonMatte } from './person-matte';
import { samplePlane } from './sample-plane';

/** A person's matte as a picture has it. */
export interface Cutout {
	/** 0..1, 1 channel, of the picture's size; 0 where the photo has nothing. */
	readonly alpha: CpuPlane;
	/** sRGB 0..1, 3 channels. */
	readonly foreground: CpuPlane;
}

/** Draws a matte through the placement of a picture. */
export function cutout(
	{ square, alpha, foreground }: PersonMatte,
	toPicture: Affine,
	size: { readonly width: number; readonly height: number },
	photo: { readonly width: number; readonly height: number },
): Cutout {
	const back = invertAffine(toPicture);
	const k = alpha.width / square.width;
	const fromPicture = composeAffine([k, 0, -square.x * k, 0, k, -square.y * k], back);
	const own = samplePlane(alpha, fromPicture, size);
	const [a, b, c, d, e, f] = back;
	for (let y = 0, i = 0; y < size.height; y++) {
		for (let x = 0; x < size.width; x++, i++) {
			const u = a * (x + 0.5) + b * (y + 0.5) + c;
			const v = d * (x + 0.5) + e * (y + 0.5) + f;
			if (u < 0 || v < 0 || u > photo.width || v > photo.height) own.data[i] = 0;
		}
	}
	return { alpha: own, foreground: samplePlane(foreground, fromPicture, size) };
}
