import type { ExportOptions } from '$lib/bridge/export-client';
import type { Candidate } from '$lib/domain/recipe';
import { recipeStem } from '$lib/domain/recipe-stem';
import { loadExportClient } from './export-client';

/** An avatar as a named file, made off the page's thread. Throws what exportPicture throws, or the signal's reason. */
export async function exportFile(
	candidate: Candidate,
	options: Omit<ExportOptions, 'recipe'>,
	signal?: AbortSignal,
): Promise<File> {
	const client = await loadExportClient();
	const blob = await client.exportPicture(candidate, { ...options, recipe: true }, { signal });
	const { recipe } = candidate;
	const number = recipe.kind === 'id-photo' ? '' : `-${recipe.seed + 1}`;
	const ending = options.format === 'jpeg' ? 'jpg' : options.format;
	return new File([blob], `likeness-${recipeStem(recipe)}${number}.${ending}`, { type: blob.type });
}
