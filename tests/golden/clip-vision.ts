import { clipVision, readClipVisionConfig } from '../../src/lib/compiler/models/clip-vision';
import { clipImageInput } from '../../src/lib/image/clip-input';
import type { Array32, GoldenCase, GoldenContext } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors } from './fixture';

export const CLIP_VISION: GoldenCase = {
	id: 'clip_vision',
	tolerance: 1e-4,
	async run(context) {
		const recorded = await goldenTensors('clip_vision/io.safetensors', context.read);
		const encode = await encoder('clip_vision/image_encoder', context);
		return [
			{
				what: 'hidden_states[-2]',
				actual: await encode(await recorded('mid.pixel_values')),
				expected: await recorded('out.hidden_states_minus2'),
			},
			await ofAFace(context),
		];
	},
};

/** The encoder of the UniPortrait fixture reads pictures of 224 px; its patches are part of the structure tokens. */
async function ofAFace(context: GoldenContext) {
	const face = await goldenTensors('uniportrait/backbone/io.safetensors', context.read);
	const projector = await goldenTensors('uniportrait/faceid_proj/io.safetensors', context.read);
	const encode = await encoder('uniportrait/image_encoder', context);
	const pixels = clipImageInput(rgba(await face('in.aligned_rgb_u8_hwc_224')));
	const tokens = await encode({ dims: [1, 3, 224, 224], data: pixels });
	const [, count, width] = tokens.dims;
	const recorded = await projector('in.structure_tokens');
	const all = recorded.dims[2];
	return {
		what: 'patches of a face',
		// Without the class token.
		actual: { dims: [1, count - 1, width], data: tokens.data.slice(width) },
		// What the face network sees stands before them.
		expected: {
			dims: [1, count - 1, width],
			data: recorded.data.filter((_, i) => i % all >= all - width),
		},
	};
}

async function encoder(folder: string, { read, options, compile }: GoldenContext) {
	const checkpoint = await goldenCheckpoint(`${folder}/model.fp16.safetensors`, read);
	const config = readClipVisionConfig(await goldenJson(`${folder}/config.json`, read));
	const net = clipVision(checkpoint, options, config);
	const run = await compile(net.graph.build('image encoder'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
	return async (pixels: Array32) => (await run({ pixels })).tokens;
}

function rgba({ dims: [height, width], data }: Array32) {
	const bytes = new Uint8ClampedArray(height * width * 4).map((_, i) =>
		i % 4 === 3 ? 255 : data[Math.floor(i / 4) * 3 + (i % 4)],
	);
	return { width, height, data: bytes };
}
