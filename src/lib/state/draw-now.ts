import type { CallOptions } from '$lib/bridge/face-client';
import type { Rendering } from '$lib/bridge/studio-client';
import type { Candidate, Recipe } from '$lib/domain/recipe';
import { loadEngines } from './engines';
import { loadExportClient } from './export-client';
import type { Result } from './result.svelte';
import type { Subject } from './session.svelte';

/**
 * One drawing of a person outside the queue of the studio, which should be held meanwhile. The caller closes the
 * picture. Errors: RuntimeError, or the signal's reason.
 */
export async function drawNow(
	{ portrait }: Subject,
	recipe: Recipe,
	side: number,
	options: CallOptions = {},
): Promise<Rendering> {
	const { studio } = await loadEngines();
	await studio.open(portrait, options);
	return studio.render(recipe, side, options);
}

/**
 * A kept avatar at another side, for prints: the same recipe, so the same picture with more of it.
 * Errors: as drawNow's, and RangeError when the avatar is not finished.
 */
export async function drawLarger(
	result: Result,
	subject: Subject,
	side: number,
): Promise<Candidate> {
	if (!result.candidate) throw new RangeError('The avatar is not finished.');
	const { picture, cutout } = await drawNow(subject, result.recipe, side);
	try {
		const encoder = await loadExportClient();
		return {
			...result.candidate,
			picture: await encoder.encodeBitmap(picture, 'png'),
			cutout: await encoder.encodeGrey(cutout, side),
			width: side,
			height: side,
		};
	} finally {
		picture.close();
	}
}
