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
		const weaker = await compileIdentityUnet(context, ADAPTER, { lora: 0.5 });
		await compare(
			'out.sample_scale0.7_lora_scale0.5',
			await weaker.predict({ ...run, scale: 0.7 }),
		);

		// 3. In regions: a soft mask of one identity is no mask.
		const regions = await compileIdentityUnet(context, ADAPTER, { regions: true });
		const levels = attentionLevels(unetTopology(config));
		const inRegions = (masks: RegionMasks) => {
			const [, tokens, width] = identity.dims;
			const all = batched(...Array<Array32>(masks.count).fill(identity));
			return regions.predict({
				...run,
				identity: { dims: [1, masks.count, tokens, width], data: all.data },
				masks: identityMasks(masks, levels, sample.dims[2], sample.dims[3]),
				scale: 0.7,
			});
		};
		const half = await recorded('in.faceid_mask_half_128');
		const soft = await recorded('in.faceid_mask_soft_16');
		const one = ({ dims, data }: Array32): RegionMasks => {
			const [, , height, width] = dims;
			return { count: 1, height, width, data };
		};
		await compare('out.sample_scale0.7_mask_half', await inRegions(one(half)));
		await compare('soft mask', await inRegions(one(soft)), 'out.sample_scale0.7');
		// 4. The same face twice, sharing every place, is one face.
		const rest = { ...soft, data: soft.data.map((value) => 1.5 - value) };
		const both = { ...one(soft), count: 2, data: batched(soft, rest).data };
		await compare('twice the same face', await inRegions(both), 'out.sample_scale0.7');
		return comparisons;
	},
};

export const UNIPORTRAIT_WEIGHTS: GoldenCase = {
	id: 'uniportrait_unet, merged weights',
	tolerance: 1e-6,
	run: (context) => compareMerged(context, RECORDED, ADAPTER),
};
