import { PackError } from '$lib/domain/pack';
import type { PackNetworks } from './networks';
import { toPlanes } from './pixels';
import type { PipelineSettings } from './settings';

/** What image-to-image begins with: the latents of a picture. The last one is kept, for the seeds that follow. */
export class StructureEncoder {
	readonly #networks: PackNetworks;
	readonly #settings: PipelineSettings;
	#last: { readonly rgba: Uint8ClampedArray; readonly latents: Float32Array } | null = null;

	constructor(networks: PackNetworks, settings: PipelineSettings) {
		this.#networks = networks;
		this.#settings = settings;
	}

	/**
	 * Latents in the UNet's scale, [channels, height / 8, width / 8].
	 * @param rgba height x width x RGBA
	 * @throws PackError 'unsupported' where the pack has no encoder; RangeError for another number of pixels
	 */
	async encode(
		rgba: Uint8ClampedArray,
		width: number,
		height: number,
		signal?: AbortSignal,
	): Promise<Float32Array> {
		if (rgba.length !== width * height * 4) {
			throw new RangeError(`${rgba.length} bytes are no ${width} x ${height} pixels`);
		}
		if (!this.#networks.has('vae-encoder')) {
			throw new PackError('unsupported', 'the pack cannot begin with a picture');
		}
		if (this.#last && equal(this.#last.rgba, rgba)) return this.#last.latents;
		const image = { dims: [1, 3, height, width], data: toPlanes(rgba) };
		const outputs = await this.#networks.run('vae-encoder', { image }, signal);
		try {
			const { scaling } = this.#settings.latents;
			const latents = (await outputs.latents.read()).map((value) => value * scaling);
			this.#last = { rgba: rgba.slice(), latents };
			return latents;
		} finally {
			outputs.latents.dispose();
		}
	}
}

function equal(a: Uint8ClampedArray, b: Uint8ClampedArray): boolean {
	return a.length === b.length && a.every((value, i) => value === b[i]);
}
