import { proxy } from 'comlink';
import type { DetectedFace, Face, FollowedPortrait, Portrait } from '$lib/domain/face';
import type { Box } from '$lib/domain/geometry';
import type { IdSubject } from '$lib/domain/id-photo';
import type { Photo } from '$lib/domain/photo';
import type { OnProgress } from '$lib/domain/progress';
import type { BackendChoice, RuntimeStatus } from '$lib/domain/runtime';
import type { FaceApi } from '../../workers/api';
import { rising } from './rising';
import { WorkerBridge } from './worker-bridge';

export interface CallOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
}

/**
 * The face worker, as the page sees it. Calls wait for each other. A worker that loses its GPU is
 * replaced and the call repeated; after the second loss in a row the models run in wasm.
 * Errors: PhotoError, RuntimeError, or the signal's reason.
 */
export class FaceClient {
	readonly #bridge: WorkerBridge<FaceApi>;
	/** What the last start asked for; null before it succeeded. */
	#started: BackendChoice | null = null;
	#gaveUpGpu = false;
	/** False once a start said that the models run in wasm. */
	#mayUseGpu = true;

	/** @param spawn for tests: makes another worker of the same API */
	constructor(spawn: () => Worker = spawnFaceWorker) {
		this.#bridge = new WorkerBridge<FaceApi>({
			spawn,
			idleMs: 300_000,
			restore: async (api, job) => {
				if (this.#started) await api.start(job, this.#choice(this.#started), proxy(ignore));
			},
			retry: (_, losses) => {
				if (losses < 2) return true;
				if (this.#gaveUpGpu || !this.#mayUseGpu) return false;
				this.#gaveUpGpu = true;
				return true;
			},
		});
	}

	/** Loads the runtime and the models; a choice other than the last one starts a fresh worker. */
	async start(
		choice: BackendChoice,
		{ signal, onProgress = ignore }: CallOptions = {},
	): Promise<RuntimeStatus> {
		if (this.#started && this.#started !== choice) {
			this.terminate();
			this.#started = null;
			this.#gaveUpGpu = false;
			this.#mayUseGpu = true;
		}
		const report = rising(onProgress);
		const status = await this.#bridge.run(async (api, job) => {
			const result = await api.start(job, this.#choice(choice), proxy(report));
			this.#started = choice;
			this.#mayUseGpu = result.backend === 'webgpu';
			return result;
		}, signal);
		return this.#gaveUpGpu ? { ...status, reason: 'device-lost' } : status;
	}

	/** Needs no start. The page owns the Photo and closes its bitmap. */
	decode(file: Blob, name: string, { signal }: CallOptions = {}): Promise<Photo> {
		return this.#bridge.run((api, job) => api.decode(job, file, name), signal);
	}

	/** All faces, largest first. The bitmap is copied to the worker and stays the caller's. */
	findFaces(
		photo: ImageBitmap,
		{ signal, onProgress = ignore }: CallOptions = {},
	): Promise<DetectedFace[]> {
		const report = rising(onProgress);
		return this.#bridge.run((api, job) => api.findFaces(job, photo, proxy(report)), signal);
	}

	/** The bitmap is copied and stays the caller's; the portrait's pixels are moved here. */
	analyse(
		photo: ImageBitmap,
		face: DetectedFace,
		others: readonly Box[],
		{ signal, onProgress = ignore }: CallOptions = {},
	): Promise<{ face: Face; portrait: Portrait }> {
		const report = rising(onProgress);
		return this.#bridge.run(
			(api, job) => api.analyse(job, photo, face, others, proxy(report)),
			signal,
		);
	}

	/** What an ID photo needs to know of one face. The bitmap is copied and stays the caller's. */
	idSubject(
		photo: ImageBitmap,
		face: DetectedFace,
		others: readonly Box[],
		{ signal, onProgress = ignore }: CallOptions = {},
	): Promise<IdSubject> {
		const report = rising(onProgress);
		return this.#bridge.run(
			(api, job) => api.idSubject(job, photo, face, others, proxy(report)),
			signal,
		);
	}

	/**
	 * The head of one frame of a camera; null without a face. The frame is copied and stays the caller's.
	 * @param last landmarks of the frame before in pixels of this one; null searches all faces
	 * @param masked whether the mask is drawn anew; without it there is none
	 */
	followHead(
		frame: ImageBitmap,
		last: Float32Array | null,
		masked: boolean,
		{ signal }: CallOptions = {},
	): Promise<IdSubject | null> {
		return this.#bridge.run((api, job) => api.followHead(job, frame, last, masked), signal);
	}

	/**
	 * A small portrait of one frame of a camera; null without a face. The frame is copied and stays the caller's.
	 * @param last what this told of the frame before, in pixels of this one; null searches all faces
	 * @param side of the crop in pixels
	 * @param masked whether the mask is drawn anew; else that of the frame before serves on
	 */
	followPortrait(
		frame: ImageBitmap,
		last: FollowedPortrait | null,
		side: number,
		masked: boolean,
		{ signal }: CallOptions = {},
	): Promise<FollowedPortrait | null> {
		const known = last && { landmarks: last.landmarks, mask: last.mask };
		return this.#bridge.run(
			(api, job) => api.followPortrait(job, frame, known, side, masked),
			signal,
		);
	}

	/** The descriptor of a drawn picture. @param landmarks in picture pixels. Both are copied. */
	describe(
		picture: ImageBitmap,
		landmarks: Float32Array,
		{ signal }: CallOptions = {},
	): Promise<Float32Array> {
		return this.#bridge.run((api, job) => api.describe(job, picture, landmarks), signal);
	}

	/**
	 * A face upright and in place for identity networks: the `rgb` of an AlignedFace.
	 * @param landmarks of the analysed face, in photo pixels. Both are copied.
	 */
	align(
		photo: ImageBitmap,
		landmarks: Float32Array,
		{ signal }: CallOptions = {},
	): Promise<Uint8Array<ArrayBuffer>> {
		return this.#bridge.run((api, job) => api.align(job, photo, landmarks), signal);
	}

	/** Ends the worker and all calls; the next call makes another. */
	terminate(): void {
		this.#bridge.terminate();
	}

	#choice(asked: BackendChoice): BackendChoice {
		return this.#gaveUpGpu ? 'wasm' : asked;
	}
}

function spawnFaceWorker(): Worker {
	return new Worker(new URL('../../workers/face.ts', import.meta.url), {
		type: 'module',
		name: 'face',
	});
}

const ignore: OnProgress = () => {
	// Nobody asked.
};
