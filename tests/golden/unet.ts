/** UNets of every topology against diffusers: unet_* of tests/fixtures/golden. */
import type { UnetConfig } from '../../src/lib/compiler/models/unet/config';
import { readUnetConfig } from '../../src/lib/compiler/models/unet/config';
import { buildTextConditioning } from '../../src/lib/compiler/models/unet/conditioning';
import { buildUnet } from '../../src/lib/compiler/models/unet/build';
import {
	grids,
	GUIDANCE,
	PREDICTION,
	SAMPLE,
	TEXT,
	TIMESTEP,
} from '../../src/lib/compiler/models/unet/ports';
import { timestepEmbedding } from '../../src/lib/compiler/models/unet/timestep';
import { attentionLevels, unetTopology } from '../../src/lib/compiler/models/unet/topology';
import { Network } from '../../src/lib/compiler/graph/network';
import type { Value } from '../../src/lib/compiler/graph/builder';
import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import type { Array32, Comparison, GoldenCase, GoldenContext, Indices, RunGraph } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors } from './fixture';

export type Feeds = Readonly<Record<string, Array32>>;

/** Latents and the grids of the levels that have attention. */
export function sampleFeeds(
	config: UnetConfig,
	sample: Array32,
): Record<string, Array32 | Indices> {
	const [, , height, width] = sample.dims;
	const levels = attentionLevels(unetTopology(config));
	const shapes = Object.entries(grids(levels, height, width));
	return {
		[SAMPLE]: sample,
		...Object.fromEntries(shapes.map(([name, data]) => [name, { dims: [4], data }])),
	};
}

export function timestepFeed(config: UnetConfig, { data }: Array32): Feeds {
	const [{ channels }] = config.levels;
	const waves = new Float32Array(data.length * channels);
	data.forEach((timestep, i) => waves.set(timestepEmbedding(timestep, config), i * channels));
	return { [TIMESTEP]: { dims: [data.length, channels], data: waves } };
}

/** A fixture's checkpoint and configuration. */
export async function openUnet(
	context: GoldenContext,
	id: string,
): Promise<{ config: UnetConfig; checkpoint: Checkpoint }> {
	const config = readUnetConfig(await goldenJson(`${id}/unet/config.json`, context.read));
	const file = `${id}/unet/diffusion_pytorch_model.fp16.safetensors`;
	return { config, checkpoint: await goldenCheckpoint(file, context.read) };
}

/** Compiles the graph that turns text embeddings into keys and values. */
export async function compileText(
	context: GoldenContext,
	config: UnetConfig,
	checkpoint: Checkpoint,
): Promise<(text: Array32) => Promise<Feeds>> {
	const net = new Network(checkpoint, context.options);
	buildTextConditioning(net, config);
	const run = await context.compile(net.graph.build('text'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
	return (text) => run({ [TEXT]: text });
}

/** Compiles the UNet; what `watch` names becomes an output too. */
export async function compileUnet(
	context: GoldenContext,
	config: UnetConfig,
	checkpoint: Checkpoint,
	{ identity = false, regions = false, inner = false } = {},
): Promise<RunGraph> {
	const net = new Network(checkpoint, context.options);
	const watch = (path: string, value: Value) =>
		net.graph.output(value, path, ['batch', `${path} c`, `${path} h`, `${path} w`]);
	buildUnet(net, config, { identity, regions, ...(inner && { watch }) });
	return context.compile(net.graph.build('unet'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
}

interface Recorded {
	readonly id: string;
	readonly runs?: readonly string[];
	/** What the fixture calls `first_attn_block`. */
	readonly first?: string;
}

function unetCase({ id, runs = ['t999', 't259'], first = 'down_blocks.0' }: Recorded): GoldenCase {
	return {
		id,
		tolerance: 2e-4,
		async run(context) {
			const { config, checkpoint } = await openUnet(context, id);
			const file = await goldenCheckpoint(`${id}/io.safetensors`, context.read);
			const recorded = await goldenTensors(`${id}/io.safetensors`, context.read);
			const text = await compileText(context, config, checkpoint);
			const unet = await compileUnet(context, config, checkpoint, { inner: true });

			const comparisons: Comparison[] = [];
			for (const run of runs) {
				const input = (name: string) => recorded(`${run}.in.${name}`);
				const outputs = await unet({
					...sampleFeeds(config, await input('sample')),
					...timestepFeed(config, await input('timestep')),
					...(config.guidanceWidth !== null && { [GUIDANCE]: await input('timestep_cond') }),
					...(await text(await input('encoder_hidden_states'))),
				});
				const name = `${run}.out.sample`;
				comparisons.push({
					what: name,
					actual: outputs[PREDICTION],
					expected: await recorded(name),
				});
				for (const [path, actual] of Object.entries(outputs)) {
					const module = path.startsWith(`${first}.`)
						? path.replace(first, 'first_attn_block')
						: path;
					const what = `${run}.mid.${module}`;
					if (file.info(what)) comparisons.push({ what, actual, expected: await recorded(what) });
				}
			}
			return comparisons;
		},
	};
}

/** `unet_eps` shows a wrong epsilon, which the others hide. */
export const UNETS: readonly GoldenCase[] = [
	{ id: 'unet_a', runs: ['t999', 't259', 'b2_nonsquare_t499'] },
	{ id: 'unet_g32' },
	{ id: 'unet_lcm' },
	{ id: 'unet_bksdm_base' },
	{ id: 'unet_bksdm_small' },
	{ id: 'unet_bksdm_tiny' },
	{ id: 'unet_sdxs_like', first: 'down_blocks.2' },
	{ id: 'unet_sd21_like' },
	{ id: 'unet_eps' },
].map(unetCase);
