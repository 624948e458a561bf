import type { GenerateClient } from '$lib/bridge/generate-client';
import type { JobProblemKind, JobProgress } from '$lib/domain/generation-job';
import { PackError } from '$lib/domain/pack';
import { RuntimeError, type BackendChoice } from '$lib/domain/runtime';
import { NotSavedError, type Gallery } from '$lib/gallery/gallery';
import { StorageError } from '$lib/storage/error';
import type { GenerateStore } from './generate-store';
import type { Judge } from './generate-judge';

/** What a running job works with; real ones in the app, small ones in tests. */
export interface JobTools {
	readonly jobs: GenerateStore;
	readonly gallery: Pick<Gallery, 'save'>;
	readonly client: Pick<GenerateClient, 'open' | 'identify' | 'generate'>;
	readonly judge: Judge;
	readonly encode: {
		png(picture: ImageBitmap): Promise<Blob>;
		grey(grey: Uint8ClampedArray, side: number): Promise<Blob>;
	};
	readonly engine: () => Promise<{
		readonly choice: BackendChoice;
		readonly lowMemory: boolean | 'auto';
	}>;
	/** Takes over the preview, which it closes. */
	readonly report: (progress: JobProgress, preview: ImageBitmap | null) => void;
}

/** Why a job cannot go on; the interface words the kind. */
export class JobError extends Error {
	override readonly name = 'JobError';
	constructor(
		readonly kind: JobProblemKind,
		detail?: string,
	) {
		super(detail ?? kind);
	}
}

/** What to keep of a failure. */
export function describeFailure(error: unknown): { kind: JobProblemKind; detail: string } {
	const detail = error instanceof Error ? error.message : String(error);
	return { kind: kindOf(error), detail };
}

function kindOf(error: unknown): JobProblemKind {
	if (error instanceof JobError) return error.kind;
	if (error instanceof NotSavedError || error instanceof StorageError) {
		return error.kind === 'full' ? 'storage-full' : 'storage-refused';
	}
	if (error instanceof PackError) return error.kind === 'not-found' ? 'pack-missing' : error.kind;
	return error instanceof RuntimeError ? error.kind : 'unknown';
}
