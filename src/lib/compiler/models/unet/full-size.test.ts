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

/**
 * How many values of each tensor go into weights: a weight takes a tensor or a part of it, or it is computed from
 * several whole ones. A matrix that only makes a bias of another is not counted there.
 */
function taken(...nets: readonly Network[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const net of nets) {
		for (const { spec } of net.weights) {
			for (const source of spec.sources) {
				const shape = net.shape(source);
				if (spec.role === 'bias' && shape.length > 1) continue;
				const count = product(spec.sources.length > 1 ? shape : spec.dims);
				counts.set(source, (counts.get(source) ?? 0) + count);
			}
		}
	}
	return counts;
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
		const counts = taken(unet, text);
		const names = checkpoint.names();
		for (const name of names) {
			expect([name, counts.get(name)]).toEqual([name, valuesOf(checkpoint, [name])]);
		}
		expect(counts.size).toBe(names.length);
		expect(valuesOf(checkpoint, names)).toBe(values);
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
		const used = new Set([...taken(net).keys(), ...names.filter((one) => one.includes('_lora.'))]);
		for (const one of names) {
			expect([one, used.has(one)]).toEqual([one, !one.startsWith(`${rest}.`)]);
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
