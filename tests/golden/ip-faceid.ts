/** IP-Adapter FaceID on unet_a against diffusers. */
import type { Array32, Comparison, GoldenCase } from './case';
import { goldenTensors } from './fixture';
import { batched, compareMerged, compileIdentityUnet } from './identity';

const FOLDER = 'ip_faceid';
const ADAPTER = `${FOLDER}/ip-adapter-faceid_tiny.fp16.safetensors`;
const RECORDED = `${FOLDER}/io.safetensors`;

export const IP_FACEID: GoldenCase = {
	id: 'ip_faceid',
	tolerance: 2e-4,
	async run(context) {
		const recorded = await goldenTensors(RECORDED, context.read);
		const comparisons: Comparison[] = [];
		const compare = async (what: string, actual: Array32) =>
			comparisons.push({ what, actual, expected: await recorded(what) });

		const text = await recorded('in.encoder_hidden_states');
		const identity = await recorded('out.image_proj_tokens');
		const run = {
			sample: await recorded('in.sample'),
			timestep: await recorded('in.timestep'),
			text,
			identity,
		};
		const { predict } = await compileIdentityUnet(context, ADAPTER);
		await compare('out.sample_scale0_lora_on', await predict({ ...run, scale: 0 }));
		await compare('out.sample_scale0.7', await predict({ ...run, scale: 0.7 }));
		await compare('out.sample_scale1', await predict({ ...run, scale: 1 }));
		await compare(
			'out.sample_cfg_batch_uncond_cond_scale0.7',
			await predict({
				...run,
				sample: batched(run.sample, run.sample),
				text: batched(await recorded('in.encoder_hidden_states_uncond'), text),
				identity: batched(await recorded('out.image_proj_tokens_uncond_zero_embedding'), identity),
				scale: 0.7,
			}),
		);
		const bare = await compileIdentityUnet(context, ADAPTER, { lora: 0 });
		await compare('out.sample_scale0.7_no_lora', await bare.predict({ ...run, scale: 0.7 }));
		await compare('out.sample_plain_unet', await bare.predict({ ...run, scale: 0 }));
		return comparisons;
	},
};

export const IP_FACEID_WEIGHTS: GoldenCase = {
	id: 'ip_faceid, merged weights',
	tolerance: 1e-6,
	run: (context) => compareMerged(context, RECORDED, ADAPTER),
};
