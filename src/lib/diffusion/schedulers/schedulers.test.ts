import { expect, test } from 'vitest';
import { goldenCheckpoint } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { eulerTrailing } from './euler';
import { lcm } from './lcm';
import { SIGNAL, type Sampler } from './scheduler';

interface Recorded {
	readonly schedules: Readonly<Record<string, { readonly timesteps: readonly number[] }>>;
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
const SAMPLERS: Readonly<Record<string, (steps: number, strength?: number) => Sampler>> = {
	lcm,
	euler_trailing: eulerTrailing,
};

test('the signal that is left is that of training', async () => {
	const file = await goldenCheckpoint('schedulers/alphas_cumprod.safetensors', readFixture);
	const expected = await file.read('alphas_cumprod');
	SIGNAL.forEach((value, t) => expect(Math.abs(value / expected[t] - 1)).toBeLessThan(1e-5));
});

test.each(Object.keys(SAMPLERS))('timesteps of %s', (name) => {
	const { schedules } = recorded[name];
	expect(Object.keys(schedules).length).toBeGreaterThan(6);
	for (const [steps, { timesteps }] of Object.entries(schedules)) {
		expect(SAMPLERS[name](Number(steps)).timesteps).toEqual(timesteps);
	}
});

/** The latent consistency pipeline works out other steps from a strength; ours is the general one. */
const TRAJECTORIES = Object.keys(SAMPLERS).flatMap((name) =>
	Object.keys(recorded[name].trajectories)
		.filter((trajectory) => !trajectory.startsWith('lcm_'))
		.map((trajectory) => ({ name, trajectory })),
);

test.each(TRAJECTORIES)('$name, $trajectory', async ({ name, trajectory }) => {
	const [, steps, strength] = /_(\d+)(?:_strength([\d.]+))?$/.exec(trajectory)!;
	const sampler = SAMPLERS[name](Number(steps), Number(strength ?? 1));
	const { steps: expected } = recorded[name].trajectories[trajectory];
	expect(sampler.timesteps).toEqual(expected.map(({ t }) => t));
	const read = (what: string) => tensors.read(`${name}.${trajectory}.${what}`);

	const picture = strength ? await tensors.read('init_image_latents') : undefined;
	let latents = sampler.start(await tensors.read('initial_noise'), picture);
	if (picture) close(latents, await read('start'));
	for (const step of expected.keys()) {
		close(sampler.modelInput(latents, step), await read(`step${step}.model_input`));
		const drawn = tensors.info(`${name}.${trajectory}.step${step}.noise`);
		latents = sampler.next(
			latents,
			await tensors.read(`model_output.${step}`),
			step,
			sampler.stochastic && drawn ? await read(`step${step}.noise`) : undefined,
		);
		close(latents, await read(`step${step}.prev_sample`));
	}
});

test('a step of LCM that has no noise to draw says so', () => {
	const sampler = lcm(2);
	const zeros = new Float32Array(4);
	expect(() => sampler.next(zeros, zeros, 0)).toThrow('draws noise');
	expect(() => sampler.next(zeros, zeros, 1)).not.toThrow();
});

function close(actual: Float32Array, expected: Float32Array): void {
	expect(actual.length).toBe(expected.length);
	actual.forEach((value, i) => {
		const allowed = 2e-5 * Math.max(1, Math.abs(expected[i]));
		expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(allowed);
	});
}
