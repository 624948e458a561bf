import {
	grids,
	GUIDANCE,
	IDENTITY_SCALE,
	PREDICTION,
	SAMPLE,
	TIMESTEP,
} from '$lib/compiler/models/unet/ports';
import { guidanceEmbedding } from '$lib/compiler/models/unet/guidance';
import { timestepEmbedding } from '$lib/compiler/models/unet/timestep';
import { attentionLevels, unetTopology } from '$lib/compiler/models/unet/topology';
import type { DeviceTensor, HostTensor, NetworkRuntime } from '$lib/runtime/runtime';
import type { Attention } from './conditioning';
import { dispose, type Feeds, type Outputs, type PackNetworks } from './networks';
import type { NoiseSource } from './noise/normal';
import type { Sampler } from './schedulers/scheduler';
import { SCALE, STEP } from './schedulers/step-graph';
import type { PipelineSettings } from './settings';

export interface DenoiseInput {
	readonly sampler: Sampler;
	/** [1, channels, height, width] of the latents. */
	readonly dims: readonly number[];
	/** What the sampler starts with. */
	readonly start: Float32Array;
	readonly noise: NoiseSource;
	/** Keys and values, of one or of two for guidance. */
	readonly conditioning: Feeds;
	readonly guided: boolean;
	/** Of classifier-free guidance, or of models that take it as an input. */
	readonly guidance: number;
	readonly identityScale: number;
}

interface Denoiser {
	readonly runtime: NetworkRuntime;
	readonly networks: PackNetworks;
	readonly settings: PipelineSettings;
	readonly attention: Attention;
}

/**
 * Takes the noise away, step by step; latents stay on the device. Stops within one step.
 * @param onStep after every step, when the device has done it: 1 after the first; `denoised` stays ours
 * @returns the latents, which are the caller's; with no steps at all what it started with
 */
export async function denoise(
	{ runtime, networks, settings, attention }: Denoiser,
	input: DenoiseInput,
	onStep: (step: number, denoised: DeviceTensor) => Promise<void> | void,
	signal?: AbortSignal,
): Promise<DeviceTensor | HostTensor> {
	const { sampler, dims, guided, conditioning } = input;
	const { activation, unet } = settings;
	const { stochastic, multistep, timesteps, steps, inputScales } = sampler;
	const form = { guided, stochastic, multistep, activation };
	const constant = constantFeeds(settings, input);
	const start: HostTensor = { dims, data: input.start };
	let state: { next: DeviceTensor; denoised: DeviceTensor; input: DeviceTensor } | null = null;
	// Everything that is alive between two steps, so that nothing is left behind however this ends.
	let alive: Outputs = {};
	try {
		for (const [i, timestep] of timesteps.entries()) {
			signal?.throwIfAborted();
			// 1. What the UNet takes: prepared by the step before.
			if (!state) {
				const feeds = { [SCALE.latents]: start, [SCALE.scale]: number(inputScales[0]) };
				alive = await networks.scale({ guided, activation }, feeds, signal);
			}
			// 2. What it finds.
			const wave = timestepEmbedding(timestep, unet);
			const predicted = await networks.run(
				`unet-${attention}`,
				{
					[SAMPLE]: state?.input ?? alive[SCALE.scaled],
					[TIMESTEP]: { dims: [1, wave.length], data: wave },
					...conditioning,
					...constant,
				},
				signal,
			);
			// 3. The step.
			const { factors } = STEP;
			const step = steps[i];
			const latents = state?.next ?? start;
			let made: Outputs;
			try {
				made = await networks.step(
					form,
					{
						[STEP.latents]: latents,
						[STEP.prediction]: predicted[PREDICTION],
						...(stochastic && {
							// Where none is drawn the factor is 0, and anything finite will do.
							[STEP.noise]: step.noise
								? { dims, data: input.noise.draw(input.start.length) }
								: latents,
							[factors.noise]: number(step.noise),
						}),
						...(multistep && {
							[STEP.history]: state?.denoised ?? latents,
							[factors.history]: number(step.history),
						}),
						...(guided && { [factors.guidance]: number(input.guidance) }),
						[factors.latents]: number(step.latents),
						[factors.prediction]: number(step.prediction),
						[factors.denoisedLatents]: number(step.denoised.latents),
						[factors.denoisedPrediction]: number(step.denoised.prediction),
						[factors.inputScale]: number(inputScales[i + 1] ?? 1),
					},
					signal,
				);
			} finally {
				dispose(predicted);
			}
			dispose(alive);
			alive = made;
			state = {
				next: made[STEP.next],
				denoised: made[STEP.denoised],
				input: made[STEP.input],
			};
			// 4. A device takes more work than it has done: without waiting a cancel would come too late.
			await runtime.settle();
			await onStep(i + 1, state.denoised);
		}
		if (!state) return start;
		const { next } = state;
		alive = { denoised: state.denoised, input: state.input };
		return next;
	} finally {
		dispose(alive);
	}
}

/** What is the same at every step. */
function constantFeeds(settings: PipelineSettings, input: DenoiseInput): Feeds {
	const { unet, identity } = settings;
	const [, , height, width] = input.dims;
	const levels = attentionLevels(unetTopology(unet));
	const shapes = Object.entries(grids(levels, height, width));
	const wave = unet.guidanceWidth && guidanceEmbedding(input.guidance, unet.guidanceWidth);
	return {
		...Object.fromEntries(shapes.map(([name, data]) => [name, { dims: [4], data }])),
		...(wave && { [GUIDANCE]: { dims: [1, wave.length], data: wave } }),
		...(identity.kind !== 'none' && { [IDENTITY_SCALE]: number(input.identityScale) }),
	};
}

function number(value: number): HostTensor {
	return { dims: [1], data: Float32Array.of(value) };
}
