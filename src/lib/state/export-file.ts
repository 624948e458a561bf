import type { ExportClient, ExportOptions } from '$lib/bridge/export-client';
import type { Candidate } from '$lib/domain/recipe';

let client: Promise<ExportClient> | null = null;

/** An avatar as a named file, made off the page's thread. Throws what exportPicture throws, or the signal's reason. */
export async function exportFile(
	candidate: Candidate,
	options: Omit<ExportOptions, 'recipe'>,
	signal?: AbortSignal,
): Promise<File> {
	client ??= import('$lib/bridge/export-client').then(
		({ ExportClient }) => new ExportClient(),
		(error: unknown) => {
			client = null; // so that a retry works
			throw error;
		},
	);
	const blob = await (
		await client
	).exportPicture(candidate, { ...options, recipe: true }, { signal });
	const { style, seed } = candidate.recipe;
	const ending = options.format === 'jpeg' ? 'jpg' : options.format;
	return new File([blob], `likeness-${style}-${seed + 1}.${ending}`, { type: blob.type });
}
