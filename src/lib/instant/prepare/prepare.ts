import type { Executor, Plane } from '$lib/compute/kernel';
import { srgbToOklab } from '$lib/compute/oklab';
import { linear } from '$lib/compute/pointwise';
import { resample } from '$lib/compute/resample';
import type { Portrait } from '$lib/domain/face';
import type { Affine } from '$lib/domain/geometry';
import { FACE_OVAL, meshPoints } from '$lib/matte/face-oval';
import type { Prepared } from '../prepared';
import { LEFT_EYE_OUTER, RIGHT_EYE_OUTER } from './contours';
import { faceMasks } from './masks';
import { disposePhoto, preparePhoto, type PhotoPreparation } from './photo-preparation';

interface Options {
	readonly signal?: AbortSignal;
	/** 0..1 within the preparation. */
	readonly onFraction?: (fraction: number) => void;
}

/**
 * The whole preparation of one composition. Several compositions of one portrait share the costly part:
 * call preparePhoto() once and prepareComposition() for each.
 */
export async function prepare(
	executor: Executor,
	portrait: Portrait,
	fromPortrait: Affine,
	side: number,
	{ signal, onFraction }: Options = {},
): Promise<Prepared> {
	const photo = await preparePhoto(executor, portrait, workingSide(portrait, side), {
		signal,
		onFraction: (fraction) => onFraction?.(0.8 * fraction),
	});
	try {
		const prepared = await prepareComposition(executor, photo, portrait, fromPortrait, side, {
			signal,
		});
		onFraction?.(1);
		return prepared;
	} finally {
		disposePhoto(executor, photo);
	}
}

/** The side at which a portrait is prepared for pictures of `side` pixels. */
export function workingSide(portrait: Portrait, side: number): number {
	return Math.min(side, portrait.side);
}

/**
 * Frames a prepared photo: warps its planes and draws the masks of the face anew, so that they stay crisp.
 * Landmarks keep their indices when the composition flips: point 33 stays the same corner of the same
 * eye, now on the other side of the picture.
 * @param fromPortrait portrait crop pixels to picture pixels, without rotation
 */
export async function prepareComposition(
	executor: Executor,
	photo: PhotoPreparation,
	portrait: Portrait,
	fromPortrait: Affine,
	side: number,
	{ signal }: Options = {},
): Promise<Prepared> {
	const [a, b, c, d, e, f] = fromPortrait;
	// 1. The landmarks under the map; depth scales with the picture.
	const landmarks = new Float32Array(portrait.landmarks.length);
	for (let i = 0; i < landmarks.length; i += 3) {
		landmarks[i] = a * portrait.landmarks[i] + c;
		landmarks[i + 1] = e * portrait.landmarks[i + 1] + f;
		landmarks[i + 2] = Math.abs(a) * portrait.landmarks[i + 2];
	}
	const [right, left] = meshPoints(landmarks, [RIGHT_EYE_OUTER, LEFT_EYE_OUTER]);
	const interocular = Math.hypot(left.x - right.x, left.y - right.y);
	const oval = meshPoints(landmarks, FACE_OVAL);
	const planes = await executor.scope(async () => {
		// 2. The photo's planes under the map from their own pixels.
		const step = portrait.side / photo.side;
		const fromPhoto: Affine = [a * step, b * step, c, d * step, e * step, f];
		const warp = (plane: Plane) => {
			const warped = resample(executor, plane, fromPhoto, { width: side, height: side });
			const range = { gain: 1, bias: 0, low: 0, high: 1 };
			const clamped = executor.run(linear[plane.channels], [warped], range);
			executor.release(warped);
			return clamped;
		};
		const image = warp(photo.image);
		const alpha = warp(photo.alpha);
		const lab = executor.run(srgbToOklab, [image], {});
		await executor.checkpoint(signal);
		// 3. Masks of the face.
		return { image, lab, alpha, ...faceMasks(executor, side, landmarks, interocular) };
	});
	const skin = await executor.download(planes.skin);
	await executor.checkpoint(signal);
	return {
		side,
		scale: side / 768,
		interocular,
		k: interocular / 200,
		landmarks,
		centre: {
			x: oval.reduce((sum, p) => sum + p.x, 0) / oval.length,
			y: oval.reduce((sum, p) => sum + p.y, 0) / oval.length,
		},
		skin: { median: photo.tones.skin, target: photo.tones.after },
		planes,
		skinPixels: new Uint8Array(skin.data),
	};
}

/** Gives the planes of a preparation back. */
export function disposePrepared(executor: Executor, prepared: Prepared): void {
	executor.release(...Object.values(prepared.planes));
}
