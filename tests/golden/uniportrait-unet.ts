/** UniPortrait's adapter on unet_a against its authors' processors. */
import { identityMasks, type RegionMasks } from '../../src/lib/compiler/models/unet/identity-masks';
import { attentionLevels, unetTopology } from '../../src/lib/compiler/models/unet/topology';
import type { Array32, Comparison, GoldenCase } from './case';
import { goldenTensors } from './fixture';
import { batched, compareMerged, compileIdentityUnet } from './identity';

const ADAPTER = 'uniportrait/uniportrait-faceid_tiny.fp16.safetensors';
const RECORDED = 'uniportrait/unet/io.safetensors';

export const UNIPORTRAIT_UNET: GoldenCase = {
	id: 'uniportrait_unet',
	tolerance: 2e-4,
	async run(context) {
		const recorded = await goldenTensors(RECORDED, context.read);
		const comparisons: Comparison[] = [];
		const compare = async (what: string, actual: Array32, expected = what) =>
			comparisons.push({ what, actual, expected: await recorded(expected) });

		const text = await recorded('in.encoder_hidden_states');
		const textWithout = await recorded('in.encoder_hidden_states_uncond');
		const identity = await recorded('in.id_tokens');
		const identityWithout = await recorded('in.id_tokens_uncond');
		const sample = await recorded('in.sample');
		const run = { sample, timestep: await recorded('in.timestep'), text, identity };

		// 1. One identity.
		const { config, predict } = await compileIdentityUnet(context, ADAPTER);
		await compare('out.sample_scale0_lora_on', await predict({ ...run, scale: 0 }));
		await compare('out.sample_scale0.7', await predict({ ...run, scale: 0.7 }));
		await compare('out.sample_scale1', await predict({ ...run, scale: 1 }));
		await compare(
			'out.sample_cfg_batch_uncond_cond_scale0.7',
			await predict({
				...run,
				sample: batched(sample, sample),
				text: batched(textWithout, text),
				identity: batched(identityWithout, identity),
				scale: 0.7,
			}),
		);
		await compare(
			'out.sample_b2_nonsquare_uncond_and_structure0.3_tokens_scale0.7',
			await predict({
				...run,
				sample: await recorded('in.sample_b2_nonsquare'),
				text: batched(textWithout, text),
				identity: batched(identityWithout, await recorded('in.id_tokens_scale0.3')),
				scale: 0.7,
			}),
		);

		// 2. With half of its LoRA.
		const half = await compileIdentityUnet(context, ADAPTER, { lora: 0.5 });
		await compare('out.sample_scale0.7_lora_scale0.5', await half.predict({ ...run, scale: 0.7 }));

		// 3. In regions: a soft mask of one identity is no mask.
		const regions = await compileIdentityUnet(context, ADAPTER, { regions: true });
		const levels = attentionLevels(unetTopology(config));
		const inRegion = async (name: string) => {
			const [batch, tokens, width] = identity.dims;
			const { dims, data } = await recorded(name);
			const mask: RegionMasks = { count: 1, height: dims[2], width: dims[3], data };
			return regions.predict({
				...run,
				identity: { dims: [batch, 1, tokens, width], data: identity.data },
				masks: identityMasks(mask, levels, sample.dims[2], sample.dims[3]),
				scale: 0.7,
			});
		};
		await compare('out.sample_scale0.7_mask_half', await inRegion('in.faceid_mask_half_128'));
		await compare('soft mask', await inRegion('in.faceid_mask_soft_16'), 'out.sample_scale0.7');
		return comparisons;
	},
};

export const UNIPORTRAIT_WEIGHTS: GoldenCase = {
	id: 'uniportrait_unet, merged weights',
	tolerance: 1e-6,
	run: (context) => compareMerged(context, RECORDED, ADAPTER),
};
