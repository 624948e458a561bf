import { faceIdProjection } from '../../src/lib/compiler/models/faceid-projection';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';

export const FACEID_PROJECTION: GoldenCase = {
	id: 'ip_faceid tokens',
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('ip_faceid/io.safetensors', read);
		const checkpoint = await goldenCheckpoint(
			'ip_faceid/ip-adapter-faceid_tiny.fp16.safetensors',
			read,
		);
		const net = faceIdProjection(checkpoint, options);
		const run = await compile(net.graph.build('projection'), net.weights, (name, rows) =>
			checkpoint.read(name, rows),
		);
		const face = await recorded('in.face_embedding');
		const nobody = { ...face, data: new Float32Array(face.data.length) };
		return [
			{
				what: 'tokens',
				actual: (await run({ face })).tokens,
				expected: await recorded('out.image_proj_tokens'),
			},
			{
				what: 'unconditional',
				actual: (await run({ face: nobody })).tokens,
				expected: await recorded('out.image_proj_tokens_uncond_zero_embedding'),
			},
		];
	},
};
