import { openAsBlob, readFileSync } from 'node:fs';
import path from 'node:path';
import { IDENTITY, TEXT } from '../../src/lib/compiler/models/unet/ports';
import { denoise } from '../../src/lib/diffusion/denoise';
import { dispose, PackNetworks } from '../../src/lib/diffusion/networks';
import { seededNoise } from '../../src/lib/diffusion/noise/normal';
import { createSampler } from '../../src/lib/diffusion/schedulers/sampler';
import { readSettings } from '../../src/lib/diffusion/settings';
import type { PackManifest } from '../../src/lib/domain/pack';
import type { NodeNetworks } from '../../tests/support/node-networks';

export interface RunOptions {
	/** Pixels. */
	readonly side: number;
	readonly steps: number;
	readonly runs: number;
}

export interface MeasuredRun {
	/** Of all steps, from the noise to the latents in memory. */
	readonly milliseconds: number;
	/** Of that, what was not spent inside run calls. */
	readonly outside: number;
	readonly steps: number;
}

/** Denoises with the UNet of a pack folder, a prompt and a face of random numbers, and LCM. */
export async function measureRun(
	runtime: NodeNetworks,
	folder: string,
	{ side, steps, runs }: RunOptions,
): Promise<MeasuredRun[]> {
	const json = readFileSync(path.join(folder, 'pack.json'), 'utf8');
	const manifest = JSON.parse(json) as PackManifest;
	const settings = readSettings(manifest);
	const read = (file: string) => openAsBlob(path.join(folder, file));
	const networks = new PackNetworks(runtime, manifest, read, false);
	// The form that runs on every device: Node's runtime has not all operators of the other one.
	const attention = 'sliced';
	const { contextWidth } = settings.unet;
	const prompt = { dims: [1, 77, contextWidth], data: seededNoise(1).draw(77 * contextWidth) };
	const text = await networks.run(`text-conditioning-${attention}`, { [TEXT]: prompt });
	const { kind, tokens } = settings.identity;
	const face = {
		dims: [1, tokens, contextWidth],
		data: seededNoise(2).draw(tokens * contextWidth),
	};
	const conditioning = {
		...text,
		...(kind !== 'none' &&
			(await networks.run(`identity-conditioning-${attention}`, { [IDENTITY]: face }))),
	};
	await networks.prepare(`unet-${attention}`);
	const dims = [1, settings.latents.channels, side / 8, side / 8];
	const measured: MeasuredRun[] = [];
	for (let run = 0; run < runs; run++) {
		const inside = runtime.usage().milliseconds;
		const began = performance.now();
		const noise = seededNoise(run);
		const sampler = createSampler('lcm', { steps });
		const latents = await denoise(
			{ runtime, networks, settings, attention },
			{
				sampler,
				dims,
				start: sampler.start(noise.draw(dims.reduce((a, b) => a * b))),
				noise,
				conditioning,
				guided: false,
				guidance: 1,
				identityScale: 0,
			},
			() => {},
		);
		if ('data' in latents) throw new Error('no step was made');
		const values = await latents.read();
		if (!values.every(Number.isFinite)) throw new Error('the latents are no numbers');
		const milliseconds = performance.now() - began;
		latents.dispose();
		const outside = milliseconds - (runtime.usage().milliseconds - inside);
		measured.push({ milliseconds, outside, steps });
	}
	dispose(conditioning);
	await networks.close();
	return measured;
}
