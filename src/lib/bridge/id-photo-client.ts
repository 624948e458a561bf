import { proxy, type Remote } from 'comlink';
import type {
	CustomSize,
	CustomSpec,
	HeadMeasure,
	IdAdjust,
	IdCheck,
	IdCorrection,
	IdMode,
	IdRecipe,
	IdSpec,
	IdSubject,
	SquareMask,
} from '$lib/domain/id-photo';
import type { IdFit, IdPhotoApi, IdRendering, JobId } from '../../workers/api';
import type { CallOptions } from './face-client';
import { rising } from './rising';
import { WorkerBridge } from './worker-bridge';

export type { IdFit, IdRendering };
export type IdMatte = Awaited<ReturnType<IdPhotoApi['matte']>>;

interface Opened {
	readonly photo: ImageBitmap;
	readonly subject: IdSubject;
	readonly finer: SquareMask | null;
}

/**
 * The ID photo worker, as the page sees it. Calls wait for each other. The open photo is kept by
 * reference for the worker's successor: it must stay open until close() or the next open().
 * Errors: RangeError for what a mode forbids, RuntimeError, or the signal's reason.
 */
export class IdPhotoClient {
	readonly #bridge: WorkerBridge<IdPhotoApi>;
	#opened: Opened | null = null;

	/** @param spawn for tests: makes another worker of the same API */
	constructor(spawn: () => Worker = spawnIdPhotoWorker) {
		this.#bridge = new WorkerBridge<IdPhotoApi>({
			spawn,
			restore: (api, job) => this.#restore(api, job),
			retry: (_, losses) => losses < 2,
		});
	}

	/** Every spec, the usual ones first. */
	specs({ signal }: CallOptions = {}): Promise<readonly IdSpec[]> {
		return this.#bridge.run((api, job) => api.specs(job), signal);
	}

	/** A size of the person's own as a spec, or which fields are wrong. */
	customSpec(size: CustomSize, { signal }: CallOptions = {}): Promise<CustomSpec> {
		return this.#bridge.run((api, job) => api.customSpec(job, size), signal);
	}

	/** Copies the photo to the worker and measures the head. Replaces the photo before. */
	open(
		photo: ImageBitmap,
		subject: IdSubject,
		{ signal, finer = null }: CallOptions & { readonly finer?: SquareMask | null } = {},
	): Promise<HeadMeasure> {
		return this.#bridge.run((api, job) => {
			this.#opened = { photo, subject, finer };
			return api.open(job, photo, subject, finer);
		}, signal);
	}

	/**
	 * What an official would say to a frame of a camera. The frame is copied and stays the caller's.
	 * @param detail pixels of the camera's own picture for each of the frame's
	 */
	guide(
		frame: ImageBitmap,
		subject: IdSubject,
		spec: IdSpec,
		detail: number,
		{ signal }: CallOptions = {},
	): Promise<readonly IdCheck[]> {
		return this.#bridge.run((api, job) => api.guide(job, frame, subject, spec, detail), signal);
	}

	/** Where the crop lies and what an official would say; draws nothing. */
	fit(
		spec: IdSpec,
		mode: IdMode,
		{ signal, adjust = null }: CallOptions & { readonly adjust?: IdAdjust | null } = {},
	): Promise<IdFit> {
		return this.#bridge.run((api, job) => api.fit(job, spec, mode, adjust), signal);
	}

	/** Draws the picture at the spec's pixels. */
	render(
		recipe: IdRecipe,
		correction: IdCorrection | null = null,
		{ signal, onProgress }: CallOptions = {},
	): Promise<IdRendering> {
		const report = rising((progress) => onProgress?.(progress));
		return this.#bridge.run(
			(api, job) => api.render(job, recipe, correction, proxy(report)),
			signal,
		);
	}

	/** The refined mask over its part of the photo, for the brush. */
	matte(correction: IdCorrection | null = null, { signal }: CallOptions = {}): Promise<IdMatte> {
		return this.#bridge.run((api, job) => api.matte(job, correction), signal);
	}

	/** Forgets the photo and ends the worker; running calls reject. */
	close(): void {
		this.#opened = null;
		this.#bridge.terminate();
	}

	async #restore(api: Remote<IdPhotoApi>, job: JobId): Promise<void> {
		if (!this.#opened) return;
		const { photo, subject, finer } = this.#opened;
		await api.open(job, photo, subject, finer);
	}
}

function spawnIdPhotoWorker(): Worker {
	return new Worker(new URL('../../workers/id-photo.ts', import.meta.url), {
		type: 'module',
		name: 'id-photo',
	});
}
