/** UNets with an identity adapter, for the fixtures of IP-Adapter and UniPortrait. */
import { Network } from '../../src/lib/compiler/graph/network';
import { mergeLoras } from '../../src/lib/compiler/lora/merge';
import { buildIdentityConditioning } from '../../src/lib/compiler/models/unet/conditioning';
import type { UnetConfig } from '../../src/lib/compiler/models/unet/config';
import {
	readIdentityAdapter,
	type IdentityAdapter,
} from '../../src/lib/compiler/models/unet/identity-adapter';
import { identityLora } from '../../src/lib/compiler/models/unet/identity-lora';
import { IDENTITY, IDENTITY_SCALE, PREDICTION } from '../../src/lib/compiler/models/unet/ports';
import type { Array32, Comparison, GoldenContext, RunGraph } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';
import { compileText, compileUnet, openUnet, sampleFeeds, type Feeds, timestepFeed } from './unet';

/** Runs of one UNet, with and without what belongs to its adapter. */
export interface IdentityRun {
	readonly sample: Array32;
	readonly timestep: Array32;
	readonly text: Array32;
	/** [B, tokens, C]; for regions [B, J, tokens, C]. */
	readonly identity: Array32;
	readonly scale: number;
	/** Inputs of regions. */
	readonly masks?: Feeds;
}

export interface IdentityUnet {
	readonly config: UnetConfig;
	predict(run: IdentityRun): Promise<Array32>;
}

export interface IdentityOptions {
	readonly regions?: boolean;
	/** Strength of the adapter's LoRA. */
	readonly lora?: number;
}

/** unet_a with the LoRA of an adapter merged, if it has one. */
export async function openAdapted(context: GoldenContext, adapterFile: string, lora = 1) {
	const { config, checkpoint } = await openUnet(context, 'unet_a');
	const adapter = readIdentityAdapter(await goldenCheckpoint(adapterFile, context.read), config);
	const own = identityLora(adapter);
	const merged = own ? mergeLoras(checkpoint, [{ lora: own, weight: lora }]) : checkpoint;
	return { config, adapter, merged };
}

export async function compileIdentityUnet(
	context: GoldenContext,
	adapterFile: string,
	{ regions = false, lora = 1 }: IdentityOptions = {},
): Promise<IdentityUnet> {
	const { config, adapter, merged } = await openAdapted(context, adapterFile, lora);
	const text = await compileText(context, config, merged);
	const identity = await compileIdentity(context, config, adapter, regions);
	const unet = await compileUnet(context, config, merged, { identity: true, regions });
	return {
		config,
		async predict(run) {
			const outputs = await unet({
				...sampleFeeds(config, run.sample),
				...timestepFeed(config, run.timestep),
				[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(run.scale) },
				...(await text(run.text)),
				...(await identity({ [IDENTITY]: run.identity })),
				...run.masks,
			});
			return outputs[PREDICTION];
		},
	};
}

async function compileIdentity(
	context: GoldenContext,
	config: UnetConfig,
	adapter: IdentityAdapter,
	regions: boolean,
): Promise<RunGraph> {
	const net = new Network(adapter.checkpoint, context.options);
	buildIdentityConditioning(net, config, adapter, { regions });
	return context.compile(net.graph.build('identity'), net.weights, (name, rows) =>
		adapter.checkpoint.read(name, rows),
	);
}

/** Arrays behind each other along the batch: [uncond, cond]. */
export function batched(...arrays: readonly Array32[]): Array32 {
	const [{ dims }] = arrays;
	const data = new Float32Array(arrays.reduce((sum, array) => sum + array.data.length, 0));
	let offset = 0;
	for (const array of arrays) {
		data.set(array.data, offset);
		offset += array.data.length;
	}
	return { dims: [arrays.reduce((sum, array) => sum + array.dims[0], 0), ...dims.slice(1)], data };
}

/** The weights that the fixture recorded after merging, as they are read now. */
export async function compareMerged(
	context: GoldenContext,
	file: string,
	adapterFile: string,
): Promise<Comparison[]> {
	const { merged } = await openAdapted(context, adapterFile);
	const recorded = await goldenTensors(file, context.read);
	const names = (await goldenCheckpoint(file, context.read))
		.names()
		.filter((name) => name.startsWith('merged.'));
	return Promise.all(
		names.map(async (what) => {
			const name = what.slice('merged.'.length);
			const actual = { dims: merged.info(name)!.shape, data: await merged.read(name) };
			return { what, actual, expected: await recorded(what) };
		}),
	);
}
