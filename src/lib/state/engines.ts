import type { FaceClient } from '$lib/bridge/face-client';
import type { StudioPool } from '$lib/bridge/studio-pool';
import { loadExportClient } from './export-client';

export interface Engines {
	readonly face: FaceClient;
	readonly studio: StudioPool;
}

let engines: Promise<Engines> | null = null;

/** The clients of the workers, loaded when they are first needed; the studio warms up beside the face worker. A failure is forgotten, so that a retry works. */
export function loadEngines(): Promise<Engines> {
	engines ??= Promise.all([
		import('$lib/bridge/face-client'),
		import('$lib/bridge/studio-pool'),
	]).then(
		([{ FaceClient }, { StudioPool }]) => {
			const studio = new StudioPool();
			void studio.warmUp();
			loadExportClient().catch(() => null); // asked again, and heard, when there is a picture to write
			return { face: new FaceClient(), studio };
		},
		(error: unknown) => {
			engines = null;
			throw error;
		},
	);
	return engines;
}
