import { describe, expect, test } from 'vitest';
import { headersOnly, manifest, valuesOf } from '../../../../../tests/support/manifest';
import type { Checkpoint } from '../../checkpoint';
import { Network, type NetworkOptions } from '../../graph/network';
import { product } from '../../graph/weight';
import { FLOAT32 } from '../../quantise/policy';
import { buildUnet } from './build';
import { buildIdentityConditioning, buildTextConditioning } from './conditioning';
import { readIdentityAdapter } from './identity-adapter';
import { identityLora } from './identity-lora';
import { inferUnetConfig } from './infer-config';

const FORMS = ['fused', 'sliced'] as const;
const options = (attention: NetworkOptions['attention']): NetworkOptions => ({
	activation: 'float32',
	attention,
	policy: FLOAT32,
});

/** The UNet and its text graph, which share a checkpoint. */
function build(checkpoint: Checkpoint, attention: NetworkOptions['attention'], identity = false) {
	const config = inferUnetConfig(checkpoint);
	const unet = new Network(checkpoint, options(attention));
	buildUnet(unet, config, { identity });
	const text = new Network(checkpoint, options(attention));
	buildTextConditioning(text, config);
	return { config, unet, text };
}

/** Names of the tensors that the weights of networks are made of. */
function sources(...nets: readonly Network[]): string[] {
	const names = nets.flatMap((net) => net.weights.flatMap(({ spec }) => spec.sources));
	return [...new Set(names)];
}

/** How many values the weights of networks have. */
function size(...nets: readonly Network[]): number {
	const sizes = nets.flatMap((net) => net.weights.map(({ spec }) => product(spec.dims)));
	return sizes.reduce((a, b) => a + b);
}

describe.each(FORMS)('%s attention', (attention) => {
	test.each([
		['sd15_unet', 859_520_964],
		['bksdm_base_full_unet', 579_384_964],
		['bksdm_small_full_unet', 482_346_884],
		['bksdm_tiny_full_unet', 323_384_964],
	])('%s: every tensor is taken once', async (name, values) => {
		const checkpoint = await manifest(name);
		const { unet, text } = build(checkpoint, attention);
		const taken = sources(unet, text);
		expect(taken.toSorted()).toEqual(checkpoint.names().toSorted());
		// A tensor that two weights took whole would count twice.
		expect(size(unet, text)).toBe(values);
	});

	test.each([
		['ip-adapter-faceid_sd15.bin', 'image_proj', 48_354_816],
		['uniportrait-faceid_sd15.bin', 'faceid_proj', 111_895_680],
	])('%s: every tensor is taken once, the rest is its projection', async (name, rest, values) => {
		const base = await manifest('sd15_unet');
		const checkpoint = await manifest(name);
		const { config } = build(base, attention, true);
		const adapter = readIdentityAdapter(checkpoint, config);
		expect(adapter.layers).toHaveLength(32);
		expect(adapter.rank).toBe(128);
		const net = new Network(checkpoint, options(attention));
		buildIdentityConditioning(net, config, adapter, { regions: false });

		const lora = identityLora(adapter)!;
		expect(lora.modules.size).toBe(128);
		for (const path of lora.modules.keys()) expect(base.info(`${path}.weight`)).toBeDefined();
		const names = checkpoint.names();
		const taken = new Set([...sources(net), ...names.filter((one) => one.includes('_lora.'))]);
		for (const one of names) {
			expect([one, taken.has(one)]).toEqual([one, !one.startsWith(`${rest}.`)]);
		}
		expect(valuesOf(checkpoint, names)).toBe(values);
	});
});

test('an adapter of another UNet is refused', async () => {
	const small = inferUnetConfig(await manifest('bksdm_tiny_full_unet'));
	const faceId = await manifest('ip-adapter-faceid_sd15.bin');
	expect(() => readIdentityAdapter(faceId, small)).toThrow(/it was made for another UNet/);
	const large = inferUnetConfig(await manifest('sd15_unet'));
	expect(() => readIdentityAdapter(headersOnly('file', { weight: [1] }), large)).toThrow(
		'file: not an identity adapter: it has none of ip_adapter.1.to_k_ip.weight',
	);
});
