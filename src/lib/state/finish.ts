import type { FaceClient } from '$lib/bridge/face-client';
import { FINAL_SIDE, type Candidate, type Likeness } from '$lib/domain/recipe';
import { likenessOf } from '$lib/likeness/calibration';
import { cosineSimilarity } from '$lib/likeness/similarity';
import type { Rendering } from '$lib/bridge/studio-client';
import { loadExportClient } from './export-client';
import { keep } from './keeping';
import { moveLandmarks } from './landmarks';
import type { Result } from './result.svelte';
import type { Subject } from './session.svelte';

/**
 * Encodes and scores a drawing, shows it, and keeps it when it is final. A first draft is shown before its score
 * is there: nobody waits for a number to see a picture. Closes the drawing's bitmap.
 */
export async function finish(
	result: Result,
	rendering: Rendering,
	subject: Subject,
	face: FaceClient,
	signal: AbortSignal,
): Promise<void> {
	const { picture: bitmap, side, fromPortrait } = rendering;
	try {
		const encoder = await loadExportClient();
		const draft = side < FINAL_SIDE;
		const [likeness, picture] = await Promise.all([
			score(rendering, subject, face, signal),
			encoder.encodeBitmap(bitmap, 'png').then((picture) => {
				if (draft && !signal.aborted)
					result.accept({ picture, side, fromPortrait, likeness: null });
				return picture;
			}),
		]);
		signal.throwIfAborted();
		if (draft) return result.score(likeness);

		const cutout = await encoder.encodeGrey(rendering.cutout, side);
		signal.throwIfAborted(); // the session may be gone by now, and its results with it
		const candidate: Candidate = {
			id: crypto.randomUUID(),
			recipe: result.recipe,
			picture,
			cutout,
			width: side,
			height: side,
			likeness,
			createdAt: Date.now(),
		};
		result.accept({ picture, side, fromPortrait, likeness }, candidate);
		await keep(result);
	} finally {
		bitmap.close();
	}
}

async function score(
	{ picture, fromPortrait, likenessMeaningful }: Rendering,
	{ face: original, portrait }: Subject,
	face: FaceClient,
	signal: AbortSignal,
): Promise<Likeness> {
	const landmarks = moveLandmarks(portrait.landmarks, fromPortrait);
	const descriptor = await face.describe(picture, landmarks, { signal });
	return likenessOf(cosineSimilarity(original.descriptor, descriptor), likenessMeaningful);
}
