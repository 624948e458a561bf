import type { CallOptions } from '$lib/bridge/face-client';
import type { Rendering } from '$lib/bridge/studio-client';
import type { Recipe } from '$lib/domain/recipe';
import { loadEngines } from './engines';
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
