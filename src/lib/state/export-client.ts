import type { ExportClient } from '$lib/bridge/export-client';

let client: Promise<ExportClient> | null = null;

/** The client of the export worker, loaded when it is first needed. A failure is forgotten, so that a retry works. */
export function loadExportClient(): Promise<ExportClient> {
	client ??= import('$lib/bridge/export-client').then(
		({ ExportClient }) => new ExportClient(),
		(error: unknown) => {
			client = null;
			throw error;
		},
	);
	return client;
}
