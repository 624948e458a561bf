import { uniPortraitProjection } from '../../src/lib/compiler/models/uniportrait-projection';
import type { Array32, GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';

/** The heads of the tiny projector are narrower than those of all published ones. */
const HEAD_WIDTH = 16;

export const UNIPORTRAIT_PROJECTION: GoldenCase = {
	id: 'uniportrait_faceid_proj',
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('uniportrait/faceid_proj/io.safetensors', read);
		const checkpoint = await goldenCheckpoint(
			'uniportrait/uniportrait-faceid_tiny.fp16.safetensors',
			read,
		);
		const build = (structure: boolean) => {
			const net = uniPortraitProjection(checkpoint, options, { structure, headWidth: HEAD_WIDTH });
			return compile(net.graph.build('projection'), net.weights, (name, rows) =>
				checkpoint.read(name, rows),
			);
		};
		const [plain, withStructure] = [await build(false), await build(true)];
		const one = await recorded('in.intrinsic_tokens');
		const nobody = { ...one, data: new Float32Array(one.data.length) };
		const two = await recorded('in.intrinsic_tokens_2refs');
		const structure = await recorded('in.structure_tokens');
		const noStructure = await recorded('in.uncond_structure_tokens');
		const compare = async (what: string, actual: Readonly<Record<string, Array32>>) => ({
			what,
			actual: actual.tokens,
			expected: await recorded(`out.${what}`),
		});
		const scaled = (faces: Array32, tokens: Array32, scale: number) =>
			withStructure({
				faces,
				structure: tokens,
				structure_scale: { dims: [], data: Float32Array.of(scale) },
			});
		return [
			await compare('id_tokens_scale0', await plain({ faces: one })),
			await compare('uncond_id_tokens_scale0', await plain({ faces: nobody })),
			await compare('id_tokens_2refs_scale0', await plain({ faces: two })),
			await compare('id_tokens_scale0', await scaled(one, structure, 0)),
			await compare('id_tokens_scale0.3', await scaled(one, structure, 0.3)),
			await compare('uncond_id_tokens_scale0.3', await scaled(nobody, noStructure, 0.3)),
		];
	},
};
