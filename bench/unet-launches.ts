/**
 * Kernel launches of a step of an SD1.5 UNet with an identity adapter, and the bytes of activations that they move:
 * the graphs that we compile against the plain export of the same network. `npx tsx bench/unet-launches.ts`
 * Counted in Chromium, with the runtime of the app, by listening to its calls of WebGPU.
 *
 * The network has the topology of SD1.5 and a tenth of its channels and tokens, so that it runs in software; the
 * number of launches does not depend on them, the ratio of bytes hardly.
 */
import { inline } from '../src/lib/compiler/compile/inline';
import { Network } from '../src/lib/compiler/graph/network';
import { buildUnet } from '../src/lib/compiler/models/unet/build';
import { keyValueDims } from '../src/lib/compiler/models/unet/cross-attention';
import type { UnetConfig } from '../src/lib/compiler/models/unet/config';
import {
	grids,
	identityPorts,
	IDENTITY_SCALE,
	SAMPLE,
	textPorts,
	TIMESTEP,
} from '../src/lib/compiler/models/unet/ports';
import { unetTensors } from '../src/lib/compiler/models/unet/tensors';
import {
	attentionLevels,
	crossAttentions,
	unetTopology,
} from '../src/lib/compiler/models/unet/topology';
import { FLOAT32 } from '../src/lib/compiler/quantise/policy';
import { encodeModel } from '../src/lib/onnx/encode';
import type { Dim } from '../src/lib/onnx/graph';
import { randomCheckpoint } from '../tests/support/memory-checkpoint';
import { buildPlainUnet, IDENTITY_TOKENS, TEXT_TOKENS, type Size } from './launches/plain-unet';
import { countLaunches, type Job } from './launches/count';
import type { Feed } from './launches/page';

const SIZE: Size = [1, 16, 16];
const level = (channels: number, depth: number) => ({
	channels,
	layers: 2,
	downDepth: depth,
	upDepth: depth,
	heads: 8,
});
const CONFIG: UnetConfig = {
	inChannels: 4,
	outChannels: 4,
	levels: [level(32, 1), level(64, 1), level(128, 1), level(128, 0)],
	midDepth: 1,
	contextWidth: 64,
	groups: 8,
	epsilon: 1e-5,
	linearProjection: false,
	guidanceWidth: null,
	flipSinToCos: true,
	frequencyShift: 0,
};

const rows = [await plain(), await ours('sliced'), await ours('fused')];
const counts = await countLaunches(rows);
const [base] = counts;
counts.forEach(({ launches, bytes }, i) => {
	const ratio = `${(launches / base.launches).toFixed(2)}x`;
	const moved = `${(bytes / 1e6).toFixed(1)} MB`;
	const share = `${(bytes / base.bytes).toFixed(2)}x`;
	console.log(`| ${rows[i].name} | ${launches} | ${ratio} | ${moved} | ${share} |`);
});
for (const kernel of [...new Set(counts.flatMap(({ kernels }) => Object.keys(kernels)))].sort()) {
	console.log(`| ${kernel} | ${counts.map(({ kernels }) => kernels[kernel] ?? 0).join(' | ')} |`);
}

async function ours(attention: 'fused' | 'sliced'): Promise<Job> {
	const checkpoint = randomCheckpoint(Object.fromEntries(unetTensors(CONFIG)));
	const groupNorm = attention === 'fused' ? 'operator' : 'decomposed';
	const options = { activation: 'float32', attention, groupNorm, policy: FLOAT32 } as const;
	const net = new Network(checkpoint, options);
	buildUnet(net, CONFIG, { identity: true });
	const [batch, height, width] = SIZE;
	const topology = unetTopology(CONFIG);
	const numbers = (dims: readonly Dim[]): Feed => ({ dims: dims as readonly number[] });
	const feeds: Record<string, Feed> = {
		[SAMPLE]: numbers([batch, 4, height, width]),
		[TIMESTEP]: numbers([1, CONFIG.levels[0].channels]),
		[IDENTITY_SCALE]: numbers([1]),
	};
	for (const module of crossAttentions(topology)) {
		const text = keyValueDims(attention, module, batch, TEXT_TOKENS);
		const identity = keyValueDims(attention, module, batch, IDENTITY_TOKENS);
		feeds[textPorts(module).keys] = numbers(text.keys);
		feeds[textPorts(module).values] = numbers(text.values);
		feeds[identityPorts(module).keys] = numbers(identity.keys);
		feeds[identityPorts(module).values] = numbers(identity.values);
	}
	for (const [name, shape] of Object.entries(grids(attentionLevels(topology), height, width))) {
		feeds[name] = { dims: [4], integers: [...shape].map(Number) };
	}
	return { name: `ours, ${attention} attention`, model: await encode(net), feeds };
}

async function plain(): Promise<Job> {
	const { contextWidth } = CONFIG;
	const shapes = Object.fromEntries(unetTensors(CONFIG));
	for (const { path: layer, width } of crossAttentions(unetTopology(CONFIG))) {
		for (const name of ['to_k_ip', 'to_v_ip']) {
			shapes[`${layer}.${name}.weight`] = [width, contextWidth];
		}
	}
	const options = { activation: 'float32', attention: 'sliced', policy: FLOAT32 } as const;
	const net = new Network(randomCheckpoint(shapes), options);
	buildPlainUnet(net, CONFIG, SIZE);
	const [batch, height, width] = SIZE;
	const feeds = {
		sample: { dims: [batch, 4, height, width] },
		timestep: { dims: [1, 1] },
		text: { dims: [batch, TEXT_TOKENS, contextWidth] },
		identity: { dims: [batch, IDENTITY_TOKENS, contextWidth] },
		identity_scale: { dims: [1] },
	};
	return { name: 'plain export', model: await encode(net), feeds };
}

async function encode(net: Network): Promise<Uint8Array> {
	const graph = await inline(net.graph.build('unet'), net.weights, (name, some) =>
		net.checkpoint.read(name, some),
	);
	return encodeModel(graph);
}
