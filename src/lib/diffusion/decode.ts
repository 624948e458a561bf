import { RuntimeError } from '$lib/domain/runtime';
import type { DeviceTensor, HostTensor } from '$lib/runtime/runtime';
import { dispose, type PackNetworks } from './networks';
import { fromPlanes } from './pixels';
import { SCALE } from './schedulers/step-graph';
import type { PipelineSettings } from './settings';

/** An opaque picture. */
export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Latents to pixels. The latents stay the caller's. @throws RuntimeError for values that are no numbers */
export async function decode(
	networks: PackNetworks,
	{ activation, latents: { scaling } }: PipelineSettings,
	latents: DeviceTensor | HostTensor,
	signal?: AbortSignal,
): Promise<Picture> {
	const scale = { dims: [1], data: Float32Array.of(1 / scaling) };
	const scaled = await networks.scale(
		{ guided: false, activation },
		{ [SCALE.latents]: latents, [SCALE.scale]: scale },
		signal,
	);
	try {
		const feeds = { latents: scaled[SCALE.scaled] };
		const { image } = await networks.run('vae-decoder', feeds, signal);
		try {
			const planes = await image.read();
			// Half precision ends at 65504: what overflows would be drawn as black.
			if (!planes.every(Number.isFinite)) {
				throw new RuntimeError('run-failed', 'the decoder gave something that is no number');
			}
			const [, , height, width] = image.dims;
			return { width, height, rgba: fromPlanes(planes) };
		} finally {
			image.dispose();
		}
	} finally {
		dispose(scaled);
	}
}
