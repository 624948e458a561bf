import { clipText, readClipTextConfig } from '../../src/lib/compiler/models/clip-text';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors } from './fixture';

const FOLDER = 'clip_text/text_encoder';

export const CLIP_TEXT: GoldenCase = {
	id: 'clip_text',
	tolerance: 5e-5,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('clip_text/io.safetensors', read);
		const checkpoint = await goldenCheckpoint(`${FOLDER}/model.fp16.safetensors`, read);
		const config = readClipTextConfig(await goldenJson(`${FOLDER}/config.json`, read));
		const { dims, data } = await recorded('in.input_ids');
		const ids = { dims, data: Int32Array.from(data) };
		const encode = async (skip: number) => {
			const net = clipText(checkpoint, options, config, skip);
			const run = await compile(net.graph.build('text encoder'), net.weights, (name, rows) =>
				checkpoint.read(name, rows),
			);
			return (await run({ ids })).context;
		};
		const context = await encode(0);
		// The pooled output is a row of it: that of the first end token, which has the largest id.
		const [batch, tokens, width] = context.dims;
		const pooled = new Float32Array(batch * width);
		for (let b = 0; b < batch; b++) {
			const row = ids.data.subarray(b * tokens, (b + 1) * tokens);
			const end = row.indexOf(Math.max(...row)) + b * tokens;
			pooled.set(context.data.subarray(end * width, (end + 1) * width), b * width);
		}
		return [
			{ what: 'context', actual: context, expected: await recorded('out.last_hidden_state') },
			{ what: 'clip skip 1', actual: await encode(1), expected: await recorded('out.clip_skip_1') },
			{
				what: 'pooled',
				actual: { dims: [batch, width], data: pooled },
				expected: await recorded('out.pooler_output'),
			},
		];
	},
};
