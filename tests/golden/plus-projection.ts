import { plusProjection } from '../../src/lib/compiler/models/plus-projection';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';

const FOLDER = 'ip_faceid_plus_proj';

export const PLUS_PROJECTION: GoldenCase = {
	id: FOLDER,
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors(`${FOLDER}/io.safetensors`, read);
		const checkpoint = await goldenCheckpoint(`${FOLDER}/image_proj.fp16.safetensors`, read);
		const build = (shortcut: boolean) => {
			const net = plusProjection(checkpoint, options, { shortcut });
			return compile(net.graph.build('projection'), net.weights, (name, rows) =>
				checkpoint.read(name, rows),
			);
		};
		const face = await recorded('in.id_embeds');
		const image = await recorded('in.clip_hidden_states_penultimate');
		const structure = { dims: [], data: Float32Array.of(1) };
		return [
			{
				what: 'Plus',
				actual: (await (await build(false))({ face, image })).tokens,
				expected: await recorded('out.tokens_plus_v1'),
			},
			{
				what: 'PlusV2',
				actual: (await (await build(true))({ face, image, structure })).tokens,
				expected: await recorded('out.tokens_plusv2_shortcut_scale1'),
			},
		];
	},
};
