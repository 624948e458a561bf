import type { PackClient } from '$lib/bridge/pack-client';

let client: Promise<PackClient> | null = null;

/** The client of the pack workers, loaded when it is first needed. A failure is forgotten, so that a retry works. */
export function loadPackClient(): Promise<PackClient> {
	client ??= import('$lib/bridge/pack-client').then(
		({ PackClient }) => new PackClient(),
		(error: unknown) => {
			client = null;
			throw error;
		},
	);
	return client;
}
