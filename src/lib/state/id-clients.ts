import type { IdPhotoClient } from '$lib/bridge/id-photo-client';

let client: Promise<IdPhotoClient> | null = null;

/** The client of the ID photo worker, loaded when it is first needed. A failure is forgotten, so that a retry works. */
export function loadIdClient(): Promise<IdPhotoClient> {
	client ??= import('$lib/bridge/id-photo-client').then(
		({ IdPhotoClient }) => new IdPhotoClient(),
		(error: unknown) => {
			client = null;
			throw error;
		},
	);
	return client;
}
