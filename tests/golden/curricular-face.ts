import { curricularFace } from '../../src/lib/compiler/models/curricular-face';
import type { Array32, GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors, planes } from './fixture';

const FOLDER = 'uniportrait';

/** Channels of the earlier stages of the tiny backbone, which come first in recorded structure tokens. */
const STAGES = 8 + 12 + 16;

export const CURRICULAR_FACE: GoldenCase = {
	id: 'uniportrait_backbone',
	tolerance: 2e-4,
	async run({ read, options, compile }) {
		const backbone = await goldenTensors(`${FOLDER}/backbone/io.safetensors`, read);
		const projector = await goldenTensors(`${FOLDER}/faceid_proj/io.safetensors`, read);
		const checkpoint = await goldenCheckpoint(`${FOLDER}/backbone.fp16.safetensors`, read);
		const build = (structure: boolean) => {
			const net = curricularFace(checkpoint, options, { structure });
			return compile(net.graph.build('face'), net.weights, (name, rows) =>
				checkpoint.read(name, rows),
			);
		};
		const pixels = planes(await backbone('in.aligned_rgb_u8_hwc_224'));
		const second = planes(await projector('in.aligned_rgb_u8_hwc_224_ref2'));
		const plain = await build(false);
		const { tokens, structure } = await (await build(true))({ pixels });
		return [
			{
				what: 'tokens',
				actual: (await plain({ pixels })).tokens,
				expected: await backbone('out.id_tokens'),
			},
			{
				what: 'tokens of two faces',
				actual: joined([tokens, (await plain({ pixels: second })).tokens]),
				expected: await projector('in.intrinsic_tokens_2refs'),
			},
			{
				what: 'structure',
				actual: structure,
				expected: firstChannels(await projector('in.structure_tokens'), STAGES),
			},
		];
	},
};

/** Tokens of several faces one after the other: [1, n, C] each. */
function joined(faces: readonly Array32[]): Array32 {
	const data = Float32Array.from(faces.flatMap((face) => [...face.data]));
	const channels = faces[0].dims[2];
	return { dims: [1, data.length / channels, channels], data };
}

function firstChannels({ dims, data }: Array32, count: number): Array32 {
	const channels = dims[2];
	return { dims: [1, dims[1], count], data: data.filter((_, i) => i % channels < count) };
}
