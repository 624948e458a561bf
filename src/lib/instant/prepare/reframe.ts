import type { Executor, Plane } from '$lib/compute/kernel';
import { srgbToOklab } from '$lib/compute/oklab';
import { linear } from '$lib/compute/pointwise';
import { resample } from '$lib/compute/resample';
import type { Affine } from '$lib/domain/geometry';
import type { Prepared } from '../prepared';
import { faceMasks } from './masks';

/**
 * The preparation with the figure smaller and elsewhere, for styles that set it into a frame of their own. What lies
 * beyond the picture is its border, repeated. The planes belong to the scope in which it is called.
 * @param zoom size against the preparation, > 0
 * @param to where the centre of the face comes to lie, in pixels
 * @returns the preparation, and the map from its old pixels to the new ones
 */
export async function reframe(
	executor: Executor,
	prepared: Prepared,
	zoom: number,
	to: { readonly x: number; readonly y: number },
): Promise<{ framed: Prepared; moved: Affine }> {
	const { side, centre } = prepared;
	const [shiftX, shiftY] = [to.x - zoom * centre.x, to.y - zoom * centre.y];
	const moved: Affine = [zoom, 0, shiftX, 0, zoom, shiftY];
	const warp = (plane: Plane) => {
		const warped = resample(executor, plane, moved, { width: side, height: side });
		const range = { gain: 1, bias: 0, low: 0, high: 1 };
		const clamped = executor.run(linear[plane.channels], [warped], range);
		executor.release(warped);
		return clamped;
	};
	const landmarks = new Float32Array(prepared.landmarks.length);
	for (let i = 0; i < landmarks.length; i += 3) {
		landmarks[i] = zoom * prepared.landmarks[i] + shiftX;
		landmarks[i + 1] = zoom * prepared.landmarks[i + 1] + shiftY;
		landmarks[i + 2] = zoom * prepared.landmarks[i + 2];
	}
	const image = warp(prepared.planes.image);
	const alpha = warp(prepared.planes.alpha);
	const lab = executor.run(srgbToOklab, [image], {});
	const masks = faceMasks(executor, side, landmarks, zoom * prepared.interocular);
	const skin = await executor.download(masks.skin);
	const framed: Prepared = {
		...prepared,
		interocular: zoom * prepared.interocular,
		k: zoom * prepared.k,
		landmarks,
		centre: to,
		planes: { image, lab, alpha, ...masks },
		skinPixels: new Uint8Array(skin.data),
	};
	return { framed, moved };
}
