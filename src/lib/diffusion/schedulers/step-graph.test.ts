/** The networks of steps against the functions that they stand for, on onnxruntime. */
import { expect, test } from 'vitest';
import { nodeNetworks } from '../../../../tests/support/node-networks';
import { SAMPLERS } from '$lib/domain/generated';
import { seededNoise } from '../noise/normal';
import { createSampler } from './sampler';
import { SCALE, scaleGraph, STEP, stepGraph, type Activation } from './step-graph';

const DIMS = [1, 4, 6, 5];
const COUNT = 120;
const GUIDANCE = 2.5;
const number = (value: number) => ({ dims: [1], data: Float32Array.of(value) });
const CASES = SAMPLERS.flatMap((id) =>
	(['float32', 'float16'] as const).flatMap((activation) =>
		[false, true].map((guided) => ({ id, activation, guided })),
	),
);

test.each(CASES)('$id in $activation, guided $guided', async ({ id, activation, guided }) => {
	const runtime = nodeNetworks();
	const sampler = createSampler(id, { steps: 5 });
	const { stochastic, multistep } = sampler;
	const graph = stepGraph({ guided, stochastic, multistep, activation });
	const network = await runtime.openNetwork('step', { graph, shards: [] });
	const noise = seededNoise(3);
	const round = (values: Float32Array) => (activation === 'float16' ? halves(values) : values);
	let latents: Float32Array = sampler.start(noise.draw(COUNT));
	let history: Float32Array | undefined;
	const last = sampler.timesteps.length - 1;
	for (let step = 0; step <= last; step++) {
		// 1. By the functions.
		const [without, told] = [round(noise.draw(COUNT)), round(noise.draw(COUNT))];
		const prediction = guided
			? without.map((value, i) => value + GUIDANCE * (told[i] - value))
			: told;
		const drawn = noise.draw(COUNT);
		const next = sampler.next(latents, prediction, step, drawn, history);
		const denoised = sampler.denoised(latents, prediction, step);
		// 2. By the network.
		const factors = sampler.steps[step];
		const scale = sampler.inputScales[step + 1] ?? 1;
		const outputs = await network.run({
			[STEP.latents]: { dims: DIMS, data: latents },
			[STEP.prediction]: guided
				? { dims: [2, ...DIMS.slice(1)], data: Float32Array.of(...without, ...told) }
				: { dims: DIMS, data: told },
			...(stochastic && {
				[STEP.noise]: { dims: DIMS, data: drawn },
				[STEP.factors.noise]: number(factors.noise),
			}),
			...(multistep && {
				[STEP.history]: { dims: DIMS, data: history ?? latents },
				[STEP.factors.history]: number(factors.history),
			}),
			...(guided && { [STEP.factors.guidance]: number(GUIDANCE) }),
			[STEP.factors.latents]: number(factors.latents),
			[STEP.factors.prediction]: number(factors.prediction),
			[STEP.factors.denoisedLatents]: number(factors.denoised.latents),
			[STEP.factors.denoisedPrediction]: number(factors.denoised.prediction),
			[STEP.factors.inputScale]: number(scale),
		});
		close(await outputs[STEP.next].read(), next);
		close(await outputs[STEP.denoised].read(), denoised);
		const input = await outputs[STEP.input].read();
		expect(outputs[STEP.input].dims).toEqual([guided ? 2 : 1, 4, 6, 5]);
		const scaled = next.map((value) => value * scale);
		expectInput(input, scaled, guided, activation);
		latents = next;
		history = denoised;
	}
	await network.close();
});

test.each([
	['float32', false],
	['float16', true],
] as const)('latents are scaled, in %s', async (activation, guided) => {
	const graph = scaleGraph(guided, activation);
	const network = await nodeNetworks().openNetwork('scale', { graph, shards: [] });
	const latents = seededNoise(1).draw(COUNT);
	const feeds = {
		[SCALE.latents]: { dims: DIMS, data: latents },
		[SCALE.scale]: number(1 / 0.18215),
	};
	const scaled = await (await network.run(feeds))[SCALE.scaled].read();
	const expected = latents.map((value) => value / 0.18215);
	expectInput(scaled, expected, guided, activation);
});

/** Once, or twice along the batch; halves keep eleven bits. */
function expectInput(
	actual: Float32Array,
	expected: Float32Array,
	guided: boolean,
	activation: Activation,
): void {
	const both = guided ? Float32Array.of(...expected, ...expected) : expected;
	close(actual, both, activation === 'float16' ? 2 ** -10 : 2e-6);
}

function close(actual: Float32Array, expected: Float32Array, tolerance = 2e-6): void {
	expect(actual.length).toBe(expected.length);
	const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
	const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
	expect(worst / largest).toBeLessThanOrEqual(tolerance);
}

function halves(values: Float32Array): Float32Array {
	// Eleven bits, as a half keeps of numbers of this size.
	return values.map((value) => {
		const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
		return Math.round(value / unit) * unit;
	});
}
