import { resampler } from '../../src/lib/compiler/models/resampler';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';

const FOLDER = 'ip_plus_face_proj';

export const RESAMPLER: GoldenCase = {
	id: FOLDER,
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors(`${FOLDER}/io.safetensors`, read);
		const checkpoint = await goldenCheckpoint(`${FOLDER}/image_proj.fp16.safetensors`, read);
		const net = resampler(checkpoint, options);
		const run = await compile(net.graph.build('projection'), net.weights, (name, rows) =>
			checkpoint.read(name, rows),
		);
		const { tokens } = await run({ image: await recorded('in.clip_hidden_states_penultimate') });
		return [{ what: 'tokens', actual: tokens, expected: await recorded('out.tokens') }];
	},
};
