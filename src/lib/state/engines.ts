import type { FaceClient } from '$lib/bridge/face-client';
import type { StudioClient } from '$lib/bridge/studio-client';

export interface Engines {
	readonly face: FaceClient;
	readonly studio: StudioClient;
}

let engines: Promise<Engines> | null = null;

/** The clients of the workers, loaded when they are first needed. A failure is forgotten, so that a retry works. */
export function loadEngines(): Promise<Engines> {
	engines ??= Promise.all([
		import('$lib/bridge/face-client'),
		import('$lib/bridge/studio-client'),
	]).then(
		([{ FaceClient }, { StudioClient }]) => ({
			face: new FaceClient(),
			studio: new StudioClient(),
		}),
		(error: unknown) => {
			engines = null;
			throw error;
		},
	);
	return engines;
}
