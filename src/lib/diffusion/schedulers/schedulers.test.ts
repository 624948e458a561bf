import { expect, test } from 'vitest';
import { goldenCheckpoint } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { ddim } from './ddim';
import { dpmpp2m } from './dpmpp-2m';
import { euler } from './euler';
import { consistency } from './lcm';
import { SIGNAL, type RunOptions, type Sampler } from './scheduler';
import { tcd } from './tcd';
import { SAMPLERS } from '$lib/domain/generated';
import { createSampler } from './sampler';

interface Recorded {
	readonly schedules: Readonly<
		Record<
			string,
			{
				readonly timesteps: readonly number[];
				readonly sigmas: readonly number[] | null;
				readonly init_noise_sigma: number;
			}
		>
	>;
	readonly trajectories: Readonly<
		Record<string, { readonly start: string; readonly steps: readonly { readonly t: number }[] }>
	>;
}

const json = new TextDecoder().decode(await readFixture('schedulers/schedulers.json'));
/** Python writes a number there that is not JSON. */
const recorded = JSON.parse(json.replaceAll('-Infinity', 'null')) as Readonly<
	Record<string, Recorded>
>;
const tensors = await goldenCheckpoint('schedulers/trajectories.safetensors', readFixture);

/** Every configuration that was recorded. */
const CONFIGURATIONS: Readonly<Record<string, (options: RunOptions) => Sampler>> = {
	lcm: consistency,
	// Differs in a number that LCM never reads.
	lcm_alpha_one: consistency,
	euler_trailing: (options) => euler({ ...options, spacing: 'trailing' }),
	euler_leading: (options) => euler({ ...options, spacing: 'leading' }),
	euler_linspace_karras: (options) => euler({ ...options, spacing: 'linspace', karras: true }),
	euler_trailing_vpred: (options) =>
		euler({ ...options, spacing: 'trailing', prediction: 'v_prediction' }),
	euler_a_trailing: (options) => euler({ ...options, spacing: 'trailing', ancestral: true }),
	ddim_leading: ddim,
	ddim_trailing: (options) => ddim({ ...options, spacing: 'trailing' }),
	'tcd_eta0.3': tcd,
	tcd_eta0: (options) => tcd({ ...options, eta: 0 }),
	dpmpp2m: (options) => dpmpp2m({ ...options, spacing: 'leading' }),
	dpmpp2m_karras: (options) => dpmpp2m({ ...options, spacing: 'leading', karras: true }),
	dpmpp2m_trailing: (options) => dpmpp2m({ ...options, spacing: 'trailing' }),
};

test('every recorded configuration is one of ours', () => {
	expect(Object.keys(CONFIGURATIONS).sort()).toEqual(Object.keys(recorded).sort());
	expect(Object.keys(recorded)).toHaveLength(14);
});

test('the signal that is left is that of training, to the bit', async () => {
	const file = await goldenCheckpoint('schedulers/alphas_cumprod.safetensors', readFixture);
	const expected = await file.read('alphas_cumprod');
	expect(SIGNAL).toEqual(Array.from(expected));
});

test.each(Object.keys(CONFIGURATIONS))('timesteps and noise levels of %s', (name) => {
	const { schedules } = recorded[name];
	expect(Object.keys(schedules)).toHaveLength(8);
	for (const [steps, { timesteps, init_noise_sigma: start }] of Object.entries(schedules)) {
		const sampler = CONFIGURATIONS[name]({ steps: Number(steps) });
		expect(sampler.timesteps).toHaveLength(timesteps.length);
		// Fractions pass through logarithms in single precision there.
		close(Float32Array.from(sampler.timesteps), Float32Array.from(timesteps), 2e-5);
		if (!name.includes('karras')) expect(sampler.timesteps).toEqual(timesteps);
		expect(Math.abs(sampler.startNoise / start - 1)).toBeLessThan(1e-5);
	}
});

/** The latent consistency pipeline works out other steps from a strength; ours is the general one. */
const TRAJECTORIES = Object.keys(CONFIGURATIONS).flatMap((name) =>
	Object.keys(recorded[name].trajectories)
		.filter((trajectory) => !trajectory.startsWith('lcm_'))
		.map((trajectory) => ({ name, trajectory })),
);

test.each(TRAJECTORIES)('$name, $trajectory', async ({ name, trajectory }) => {
	const [, steps, strength] = /_(\d+)(?:_strength([\d.]+))?$/.exec(trajectory)!;
	const sampler = CONFIGURATIONS[name]({ steps: Number(steps), strength: Number(strength ?? 1) });
	const { steps: expected } = recorded[name].trajectories[trajectory];
	expect(sampler.timesteps).toHaveLength(expected.length);
	const read = (what: string) => tensors.read(`${name}.${trajectory}.${what}`);

	const picture = strength ? await tensors.read('init_image_latents') : undefined;
	let latents: Float32Array = sampler.start(await tensors.read('initial_noise'), picture);
	if (picture) close(latents, await read('start'));
	let history: Float32Array | undefined;
	for (const step of expected.keys()) {
		close(sampler.modelInput(latents, step), await read(`step${step}.model_input`));
		const drawn = tensors.info(`${name}.${trajectory}.step${step}.noise`);
		const prediction = await tensors.read(`model_output.${step}`);
		const denoised = sampler.denoised(latents, prediction, step);
		if (tensors.info(`${name}.${trajectory}.step${step}.denoised`)) {
			close(denoised, await read(`step${step}.denoised`));
		}
		latents = sampler.next(
			latents,
			prediction,
			step,
			sampler.stochastic && drawn ? await read(`step${step}.noise`) : undefined,
			history,
		);
		history = denoised;
		close(latents, await read(`step${step}.prev_sample`));
	}
});

test('a step that has no noise to draw, or nothing to look back at, says so', () => {
	const zeros = new Float32Array(4);
	const lcm = createSampler('lcm', { steps: 2 });
	expect(() => lcm.next(zeros, zeros, 0)).toThrow('draws noise');
	expect(() => lcm.next(zeros, zeros, 1)).not.toThrow();
	const dpm = createSampler('dpmpp-2m', { steps: 3 });
	expect(() => dpm.next(zeros, zeros, 0)).not.toThrow();
	expect(() => dpm.next(zeros, zeros, 1)).toThrow('looks at the one before');
});

test.each(SAMPLERS)('%s finds the picture when the prediction is right', (id) => {
	const picture = Float32Array.of(0.5, -1, 2, 0);
	const noise = Float32Array.of(1, -0.3, 0.2, -2);
	for (const options of [{ steps: 5 }, { steps: 9, strength: 0.4 }]) {
		const sampler = createSampler(id, options);
		const begin = sampler.startPicture;
		// The latents that the trained network expects: from the noise level of the first step.
		let latents: Float32Array = sampler.start(noise, picture);
		let history: Float32Array | undefined;
		const last = sampler.timesteps.length - 1;
		expect(begin.noise).toBeGreaterThan(0);
		for (let step = 0; step <= last; step++) {
			// The prediction that means this picture, whatever the latents are.
			const { denoised } = sampler.steps[step];
			const right = latents.map(
				(value, i) => (picture[i] - denoised.latents * value) / denoised.prediction,
			);
			const seen = sampler.denoised(latents, right, step);
			seen.forEach((value, i) => expect(Math.abs(value - picture[i])).toBeLessThan(1e-4));
			latents = sampler.next(latents, right, step, noise, history);
			history = seen;
		}
		// TCD and DDIM stop at the first step of training, where there is a little noise left.
		const left = id === 'tcd' || id === 'ddim' ? 0.15 : 1e-3;
		latents.forEach((value, i) => expect(Math.abs(value - picture[i])).toBeLessThan(left));
	}
});

test('image-to-image runs one step at least, and none where nothing may change', () => {
	expect(createSampler('lcm', { steps: 2, strength: 0.3 }).timesteps).toEqual([499]);
	expect(createSampler('lcm', { steps: 4, strength: 0.1 }).timesteps).toEqual([259]);
	expect(createSampler('lcm', { steps: 4, strength: 0 }).timesteps).toEqual([]);
	expect(() => createSampler('lcm', { steps: 4, strength: 1.1 })).toThrow(RangeError);
	expect(() => createSampler('lcm', { steps: 51 })).toThrow(RangeError);
	expect(() => createSampler('ddim', { steps: 0 })).toThrow(RangeError);
});

function close(actual: Float32Array, expected: Float32Array, tolerance = 2e-5): void {
	expect(actual.length).toBe(expected.length);
	actual.forEach((value, i) => {
		const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
		expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(allowed);
	});
}
