import type { OnProgress } from '$lib/domain/progress';

/**
 * Passes on only what is further than before. A job that is repeated in a fresh worker starts again
 * at 0, and nobody wants to see a bar go back.
 */
export function rising(onProgress: OnProgress): OnProgress {
	let furthest = -1;
	return (progress) => {
		if (progress.fraction <= furthest) return;
		furthest = progress.fraction;
		onProgress(progress);
	};
}
