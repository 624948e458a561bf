/** Whole runs of tiny Stable Diffusion pipelines against diffusers and UniPortrait: prompt and face to latents. */
import { Network } from '../../src/lib/compiler/graph/network';
import { clipText, readClipTextConfig } from '../../src/lib/compiler/models/clip-text';
import { curricularFace } from '../../src/lib/compiler/models/curricular-face';
import { faceIdProjection } from '../../src/lib/compiler/models/faceid-projection';
import { guidanceEmbedding } from '../../src/lib/compiler/models/unet/guidance';
import { GUIDANCE, PREDICTION } from '../../src/lib/compiler/models/unet/ports';
import { uniPortraitProjection } from '../../src/lib/compiler/models/uniportrait-projection';
import { eulerTrailing } from '../../src/lib/diffusion/schedulers/euler';
import { lcm } from '../../src/lib/diffusion/schedulers/lcm';
import type { Sampler } from '../../src/lib/diffusion/schedulers/scheduler';
import type { Array32, Comparison, GoldenCase, GoldenContext, Indices, RunGraph } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors, planes } from './fixture';
import { batched, compileIdentityUnet } from './identity';
import { compileText, compileUnet, openUnet, sampleFeeds, timestepFeed } from './unet';

const TEXT_ENCODER = 'clip_text/text_encoder';
/** How strongly the recorded runs apply the face. */
const IDENTITY = 0.7;

type Recorded = (name: string) => Promise<Array32>;
/** The noise that a UNet finds in latents. */
type Predict = (latents: Array32, timestep: number) => Promise<Array32>;

function compileNet(context: GoldenContext, net: Network): Promise<RunGraph> {
	const { checkpoint } = net;
	return context.compile(net.graph.build('net'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
}

/** Text embeddings of each row of token ids. */
async function encodePrompts(context: GoldenContext, ids: Array32): Promise<Array32> {
	const checkpoint = await goldenCheckpoint(`${TEXT_ENCODER}/model.fp16.safetensors`, context.read);
	const config = readClipTextConfig(await goldenJson(`${TEXT_ENCODER}/config.json`, context.read));
	const encode = await compileNet(context, clipText(checkpoint, context.options, config));
	const tokens: Indices = { dims: ids.dims, data: Int32Array.from(ids.data) };
	return (await encode({ ids: tokens })).context;
}

/** One row of a batch. */
function row({ dims, data }: Array32, index: number): Array32 {
	const length = data.length / dims[0];
	const values = data.slice(index * length, (index + 1) * length);
	return { dims: [1, ...dims.slice(1)], data: values };
}

/** Runs a sampler; the latents after every step, the last ones are the result. */
async function sample(
	sampler: Sampler,
	recorded: Recorded,
	run: string,
	predict: Predict,
	picture?: Array32,
): Promise<Comparison[]> {
	const { dims, data } = await recorded('in.initial_latents');
	let latents = sampler.start(data, picture?.data);
	const comparisons: Comparison[] = [];
	const last = sampler.timesteps.length - 1;
	for (const [step, timestep] of sampler.timesteps.entries()) {
		const input = { dims, data: sampler.modelInput(latents, step) };
		const prediction = await predict(input, timestep);
		const draws = sampler.stochastic && step < last;
		const noise = draws ? await recorded(`${run}step_noise${step}`) : undefined;
		latents = sampler.next(latents, prediction.data, step, noise?.data);
		const what = `${run}step${step}.latents`;
		comparisons.push({ what, actual: { dims, data: latents }, expected: await recorded(what) });
	}
	const what = `${run}out.latents`;
	comparisons.push({ what, actual: { dims, data: latents }, expected: await recorded(what) });
	return comparisons;
}

const number = (value: number): Array32 => ({ dims: [1], data: Float32Array.of(value) });

/** Runs with IP-Adapter FaceID. */
async function withFace(context: GoldenContext, recorded: Recorded): Promise<Comparison[]> {
	const adapter = 'ip_faceid/ip-adapter-faceid_tiny.fp16.safetensors';
	const checkpoint = await goldenCheckpoint(adapter, context.read);
	const project = await compileNet(context, faceIdProjection(checkpoint, context.options));
	const face = await recorded('in.face_embedding');
	const nobody = { ...face, data: new Float32Array(face.data.length) };
	const { tokens } = await project({ face });
	const { tokens: noTokens } = await project({ face: nobody });
	const prompts = await encodePrompts(context, await recorded('in.prompt_ids'));
	const [text, negative] = [row(prompts, 0), row(prompts, 1)];
	const unet = await compileIdentityUnet(context, adapter);

	const plain: Predict = (latents, timestep) =>
		unet.predict({
			sample: latents,
			timestep: number(timestep),
			text,
			identity: tokens,
			scale: IDENTITY,
		});
	const guided = (guidance: number): Predict => {
		const texts = batched(negative, text);
		const identity = batched(noTokens, tokens);
		return async (latents, timestep) => {
			const both = await unet.predict({
				sample: batched(latents, latents),
				timestep: number(timestep),
				text: texts,
				identity,
				scale: IDENTITY,
			});
			const [without, told] = [row(both, 0), row(both, 1)];
			return {
				...told,
				data: told.data.map((value, i) => without.data[i] + guidance * (value - without.data[i])),
			};
		};
	};
	const picture = await recorded('img2img.init_latents');
	return [
		...(await sample(lcm(4), recorded, 'lcm4_nocfg_faceid.', plain)),
		...(await sample(lcm(4), recorded, 'lcm4_cfg1.5_faceid.', guided(1.5))),
		...(await sample(lcm(2), recorded, 'lcm2_nocfg_faceid.', plain)),
		...(await sample(lcm(4, 0.5), recorded, 'lcm4_img2img0.5_nocfg_faceid.', plain, picture)),
	];
}

/** Runs without a face: a model with guidance embedding, and a turbo schedule. */
async function withoutFace(context: GoldenContext, recorded: Recorded): Promise<Comparison[]> {
	const prompts = await encodePrompts(context, await recorded('in.prompt_ids'));
	const predictor = async (id: string, guidance?: number): Promise<Predict> => {
		const { config, checkpoint } = await openUnet(context, id);
		const text = await (await compileText(context, config, checkpoint))(row(prompts, 0));
		const unet = await compileUnet(context, config, checkpoint);
		const width = config.guidanceWidth ?? 0;
		const told = guidance !== undefined && {
			[GUIDANCE]: { dims: [1, width], data: guidanceEmbedding(guidance, width) },
		};
		return async (latents, timestep) => {
			const feeds = { ...sampleFeeds(config, latents), ...text, ...told };
			return (await unet({ ...feeds, ...timestepFeed(config, number(timestep)) }))[PREDICTION];
		};
	};
	const turbo = await predictor('unet_a');
	return [
		...(await sample(lcm(4), recorded, 'lcmunet4_w8.', await predictor('unet_lcm', 8))),
		...(await sample(eulerTrailing(1), recorded, 'turbo1.', turbo)),
		...(await sample(eulerTrailing(2), recorded, 'turbo2.', turbo)),
	];
}

export const PIPELINE: GoldenCase = {
	id: 'pipeline',
	tolerance: 1e-3,
	async run(context) {
		const recorded = await goldenTensors('pipeline/io.safetensors', context.read);
		return [...(await withFace(context, recorded)), ...(await withoutFace(context, recorded))];
	},
};

/** The heads of the tiny projector are narrower than those of all published ones. */
const HEAD_WIDTH = 16;

export const UNIPORTRAIT_PIPELINE: GoldenCase = {
	id: 'uniportrait_pipeline',
	tolerance: 1e-3,
	async run(context) {
		const { read, options } = context;
		const recorded = await goldenTensors('uniportrait/pipeline/io.safetensors', read);
		const adapter = 'uniportrait/uniportrait-faceid_tiny.fp16.safetensors';
		const backbone = await goldenCheckpoint('uniportrait/backbone.fp16.safetensors', read);
		const look = await compileNet(context, curricularFace(backbone, options, { structure: false }));
		const projector = uniPortraitProjection(await goldenCheckpoint(adapter, read), options, {
			structure: false,
			headWidth: HEAD_WIDTH,
		});
		const project = await compileNet(context, projector);

		const pixels = planes(await recorded('in.aligned_rgb_u8_hwc_224'));
		const { tokens: faces } = await look({ pixels });
		const { tokens: identity } = await project({ faces });
		const text = await encodePrompts(context, await recorded('in.prompt_ids'));
		const unet = await compileIdentityUnet(context, adapter);
		return sample(lcm(3), recorded, '', (latents, timestep) =>
			unet.predict({
				sample: latents,
				timestep: number(timestep),
				text,
				identity,
				scale: IDENTITY,
			}),
		);
	},
};
