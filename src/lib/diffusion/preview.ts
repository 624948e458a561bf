import type { DeviceTensor } from '$lib/runtime/runtime';
import { decode, type Picture } from './decode';
import type { PackNetworks } from './networks';
import type { PipelineSettings } from './settings';

/**
 * What the latents of SD1.x and SD2.x look like, roughly: red, green and blue in -1..1 for each channel. A linear fit
 * that many interfaces share (ComfyUI, latent_formats.SD15).
 */
const COLOURS = [
	[0.3512, 0.2297, 0.3227],
	[0.325, 0.4974, 0.235],
	[-0.2829, 0.1762, 0.2721],
	[-0.212, -0.2616, -0.7177],
] as const;

/**
 * A look at the picture before it is finished: through the tiny decoder at full size, or, where the pack has the
 * large one only, one pixel a latent.
 */
export async function preview(
	networks: PackNetworks,
	settings: PipelineSettings,
	denoised: DeviceTensor,
	signal?: AbortSignal,
): Promise<Picture> {
	if (settings.latents.autoencoder === 'taesd') return decode(networks, settings, denoised, signal);
	const [, channels, height, width] = denoised.dims;
	return {
		width,
		height,
		rgba: roughly(await denoised.read(), Math.min(channels, COLOURS.length)),
	};
}

function roughly(latents: Float32Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
	const area = latents.length / channels;
	const rgba = new Uint8ClampedArray(4 * area).fill(255);
	for (let i = 0; i < area; i++) {
		for (let colour = 0; colour < 3; colour++) {
			let sum = 0;
			for (let c = 0; c < channels; c++) sum += COLOURS[c][colour] * latents[c * area + i];
			rgba[4 * i + colour] = (sum + 1) * 127.5;
		}
	}
	return rgba;
}
