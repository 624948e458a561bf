import { clipVision, readClipVisionConfig } from '../../src/lib/compiler/models/clip-vision';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors } from './fixture';

const FOLDER = 'clip_vision/image_encoder';

export const CLIP_VISION: GoldenCase = {
	id: 'clip_vision',
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('clip_vision/io.safetensors', read);
		const checkpoint = await goldenCheckpoint(`${FOLDER}/model.fp16.safetensors`, read);
		const config = readClipVisionConfig(await goldenJson(`${FOLDER}/config.json`, read));
		const net = clipVision(checkpoint, options, config);
		const run = await compile(net.graph.build('image encoder'), net.weights, (name) =>
			checkpoint.read(name),
		);
		const { tokens } = await run({ pixels: await recorded('mid.pixel_values') });
		return [
			{
				what: 'hidden_states[-2]',
				actual: tokens,
				expected: await recorded('out.hidden_states_minus2'),
			},
		];
	},
};
