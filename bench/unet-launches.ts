/**
 * Kernel launches of a step of an SD1.5 UNet with an identity adapter, and the bytes of activations that they move:
 * the graphs that we compile against the plain export of the same network. `npx tsx bench/unet-launches.ts`
 *
 * The network has the topology of SD1.5 and a tenth of its channels and tokens, so that it runs in software; the
 * number of launches does not depend on them, the ratio of bytes hardly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { inline } from '../src/lib/compiler/compile/inline';
import { Network } from '../src/lib/compiler/graph/network';
import { product } from '../src/lib/compiler/graph/weight';
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
import { normal, randomCheckpoint } from '../tests/support/memory-checkpoint';
import { findChromium } from '../tools/find-chromium';
import { buildPlainUnet, IDENTITY_TOKENS, TEXT_TOKENS, type Size } from './launches/plain-unet';
import { count, type Counts } from './launches/profile';

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

useSoftwareVulkan();
const rows: [string, Counts][] = [
	['plain export', await plain()],
	['ours, sliced attention', await ours('sliced')],
	['ours, fused attention', await ours('fused')],
];
const [[, base]] = rows;
for (const [name, { launches, bytes }] of rows) {
	const ratio = `${(launches / base.launches).toFixed(2)}x`;
	const moved = `${(bytes / 1e6).toFixed(1)} MB`;
	console.log(
		`| ${name} | ${launches} | ${ratio} | ${moved} | ${(bytes / base.bytes).toFixed(2)}x |`,
	);
}
const all = [...new Set(rows.flatMap(([, { operators }]) => [...operators.keys()]))].sort();
for (const operator of all) {
	const counts = rows.map(([, { operators }]) => operators.get(operator) ?? 0);
	console.log(`| ${operator} | ${counts.join(' | ')} |`);
}

async function ours(attention: 'fused' | 'sliced'): Promise<Counts> {
	const checkpoint = randomCheckpoint(Object.fromEntries(unetTensors(CONFIG)));
	const options = { activation: 'float32', attention, policy: FLOAT32 } as const;
	const net = new Network(checkpoint, options);
	buildUnet(net, CONFIG, { identity: true });
	const [batch, height, width] = SIZE;
	const topology = unetTopology(CONFIG);
	const numbers = (dims: readonly Dim[]) => random(dims as readonly number[]);
	const feeds: Record<string, Tensor> = {
		[SAMPLE]: random([batch, 4, height, width]),
		[TIMESTEP]: random([1, CONFIG.levels[0].channels]),
		[IDENTITY_SCALE]: random([1]),
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
		feeds[name] = new Tensor('int64', shape, [4]);
	}
	return run(net, feeds);
}

async function plain(): Promise<Counts> {
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
	return run(net, {
		sample: random([batch, 4, height, width]),
		timestep: random([1, 1]),
		text: random([batch, TEXT_TOKENS, contextWidth]),
		identity: random([batch, IDENTITY_TOKENS, contextWidth]),
		identity_scale: random([1]),
	});
}

async function run(net: Network, feeds: Record<string, Tensor>): Promise<Counts> {
	const graph = await inline(net.graph.build('unet'), net.weights, (name, some) =>
		net.checkpoint.read(name, some),
	);
	return count(encodeModel(graph), feeds);
}

function random(dims: readonly number[]): Tensor {
	return new Tensor('float32', new Float32Array(product(dims)).map(normal(1)), dims);
}

/** Without a GPU: starts again with the Vulkan and its software driver that lie beside Chromium. */
function useSoftwareVulkan(): void {
	const chromium = findChromium();
	const folder = ['/usr/lib/chromium', chromium && path.dirname(chromium)].find(
		(place) => place && existsSync(path.join(place, 'vk_swiftshader_icd.json')),
	);
	if (process.env.VK_ICD_FILENAMES || !folder) return;
	const env = {
		...process.env,
		VK_ICD_FILENAMES: path.join(folder, 'vk_swiftshader_icd.json'),
		LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
	};
	const args = [...process.execArgv, ...process.argv.slice(1)];
	const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
	process.exit(status ?? 1);
}
