import { proxy, transfer } from 'comlink';
import type { Box } from '$lib/domain/geometry';
import type { SquareMask } from '$lib/domain/id-photo';
import { RuntimeError, type BackendChoice } from '$lib/domain/runtime';
import type { MattingApi } from '../../workers/api';
import type { CallOptions } from './face-client';
import { rising } from './rising';
import { WorkerBridge } from './worker-bridge';

/** The network's activations take hundreds of megabytes, which wasm never gives back: the worker goes soon. */
const IDLE_MS = 30_000;

/**
 * The worker that cuts people out with a downloaded network, as the page sees it. What a graphics processor cannot
 * do, or computes wrongly, is done once more on the processor.
 * Errors: RuntimeError, PackError, or the signal's reason.
 */
export class MattingClient {
	readonly #bridge: WorkerBridge<MattingApi>;
	#gaveUpGpu = false;

	/** @param spawn for tests: makes another worker of the same API */
	constructor(spawn: () => Worker = spawnMattingWorker) {
		this.#bridge = new WorkerBridge<MattingApi>({ spawn, idleMs: IDLE_MS });
	}

	/**
	 * The person in a region of a photo, which stays the caller's.
	 * @param pack id of an installed pack
	 * @param region in photo pixels; may reach beyond the photo, where there is nothing to cut out
	 */
	async cutOut(
		pack: string,
		choice: BackendChoice,
		photo: ImageBitmap,
		region: Box,
		{ signal, onProgress }: CallOptions = {},
	): Promise<SquareMask> {
		const square = visiblePart(region, photo);
		const report = rising((progress) => onProgress?.(progress));
		const attempt = (on: BackendChoice) =>
			this.#bridge.run(async (api, job) => {
				const { x, y, width, height } = square;
				const picture = await createImageBitmap(photo, x, y, width, height);
				return api.cutOut(job, pack, on, transfer(picture, [picture]), proxy(report));
			}, signal);
		try {
			return { square, ...(await attempt(this.#gaveUpGpu ? 'wasm' : choice)) };
		} catch (error) {
			const onProcessor = choice === 'wasm' || this.#gaveUpGpu;
			if (!(error instanceof RuntimeError) || onProcessor || signal?.aborted) throw error;
			console.warn('The cut-out is done on the processor.', error);
			this.#bridge.terminate();
			const mask = await attempt('wasm');
			this.#gaveUpGpu = true;
			return { square, ...mask };
		}
	}

	/** Ends the worker and all calls; the next call makes another. */
	terminate(): void {
		this.#bridge.terminate();
	}
}

/** The whole pixels that a photo has of a region. Throws RangeError when it has none. */
function visiblePart(region: Box, photo: { readonly width: number; readonly height: number }): Box {
	const x = Math.max(Math.floor(region.x), 0);
	const y = Math.max(Math.floor(region.y), 0);
	const width = Math.min(Math.ceil(region.x + region.width), photo.width) - x;
	const height = Math.min(Math.ceil(region.y + region.height), photo.height) - y;
	if (!(width > 0 && height > 0)) throw new RangeError('the region lies beside the photo');
	return { x, y, width, height };
}

function spawnMattingWorker(): Worker {
	return new Worker(new URL('../../workers/matting.ts', import.meta.url), {
		type: 'module',
		name: 'matting',
	});
}
