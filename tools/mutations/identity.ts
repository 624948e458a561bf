import type { Mistake } from './mistake';

const JOINT_SOFTMAX: Omit<Mistake, 'mistake' | 'cases'> = {
	file: 'models/unet/cross-attention.ts',
	from: '\tconst told = attendHeads(net, split, text);\n\tif (!identity)',
	to: `	if (identity?.mode === 'one') {
		const keys = graph.node('Concat', [text.keys, identity.keys], { axis: 3 });
		const values = graph.node('Concat', [text.values, identity.values], { axis: 2 });
		return merged(net, attendHeads(net, split, { keys, values }), module);
	}
	const told = attendHeads(net, split, text);
	if (!identity)`,
};

const NO_LORA: Omit<Mistake, 'mistake' | 'cases'> = {
	file: 'models/unet/identity-lora.ts',
	from: 'scale: 1,',
	to: 'scale: 0,',
};

const FULL_SCALE: Omit<Mistake, 'mistake' | 'cases'> = {
	file: 'models/unet/cross-attention.ts',
	from: "return graph.node('Mul', [values, scale]);",
	to: 'return values;',
};

export const IDENTITY_MISTAKES: readonly Mistake[] = [
	{
		mistake: 'ip: tokens appended to the text context (joint softmax, to_k/to_v)',
		...JOINT_SOFTMAX,
		cases: ['ip_faceid'],
	},
	{ mistake: 'ip: scale 1.0 instead of 0.7', ...FULL_SCALE, cases: ['ip_faceid'] },
	{ mistake: 'ip: FaceID LoRA forgotten', ...NO_LORA, cases: ['ip_faceid'] },
	{
		mistake: 'ip: mid-before-up ordering: tensors with wrong shape (of 288)',
		file: 'models/unet/topology.ts',
		from: '[...down, ...up, ...(mid ? [mid] : [])]',
		to: '[...down, ...(mid ? [mid] : []), ...up]',
		cases: ['ip_faceid'],
	},
	{
		mistake: 'ip: tokens without their LayerNorm',
		file: 'models/faceid-projection.ts',
		from: "layerNorm(net, split, 'image_proj.norm')",
		to: 'split',
		cases: ['ip_faceid tokens'],
	},
	{
		mistake: 'plus: PlusV2 without its shortcut',
		file: 'models/plus-projection.ts',
		from: 'if (shortcut) {',
		to: "if (shortcut) graph.input('structure', 'float32', []);\n\tif (false) {",
		cases: ['ip_faceid_plus_proj'],
	},
	{
		mistake: 'unet: ip slots not inserted (4 text tokens lost)',
		file: 'models/unet/conditioning.ts',
		from: "const text = graph.input(TEXT, activation, ['batch', 'tokens', config.contextWidth]);",
		to: `const text = graph.node('Slice', [
		graph.input(TEXT, activation, ['batch', 'tokens', config.contextWidth]),
		graph.integers([0]), graph.integers([-4]), graph.integers([1]),
	]);`,
		cases: ['uniportrait_unet'],
	},
	{
		mistake: 'unet: id tokens appended to text, joint softmax',
		...JOINT_SOFTMAX,
		cases: ['uniportrait_unet'],
	},
	{
		mistake: 'unet: LoRA also on faceid k/v',
		file: 'models/unet/conditioning.ts',
		from: 'keys: linear(net, tokens, `${path}.${naming.keys}`),\n\t\t\tvalues: linear(net, tokens, `${path}.${naming.values}`),',
		to: ['keys', 'values']
			.map((part) => {
				const lora = `\${path}.to_${part[0]}_lora`;
				const down = `linear(net, tokens, \`${lora}.down\`)`;
				return `${part}: graph.node('Add', [linear(net, tokens, \`\${path}.\${naming.${part}}\`), linear(net, ${down}, \`${lora}.up\`)]),`;
			})
			.join('\n'),
		cases: ['uniportrait_unet'],
	},
	{ mistake: 'unet: LoRA forgotten', ...NO_LORA, cases: ['uniportrait_unet'] },
	{ mistake: 'unet: scale 1 instead of 0.7', ...FULL_SCALE, cases: ['uniportrait_unet'] },
	{
		mistake: 'backbone: BatchNorm eps 2e-5',
		file: 'models/batch-norm.ts',
		from: 'const EPSILON = 1e-5;',
		to: 'const EPSILON = 2e-5;',
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: BGR input',
		file: 'models/curricular-face.ts',
		from: "graph.node('AveragePool', [pixels],",
		to: "graph.node('AveragePool', [graph.node('Gather', [pixels, graph.integers([2, 1, 0])], { axis: 1 })],",
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: (x-127.5)/128',
		file: 'models/curricular-face.ts',
		from: "[graph.node('Div', [half, number(127.5)]), number(1)]",
		to: "[graph.node('Div', [half, number(128)]), number(127.5 / 128)]",
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: point-sampled 112',
		file: 'models/curricular-face.ts',
		from: "graph.node('AveragePool', [pixels], { kernel_shape: [2, 2], strides: [2, 2] })",
		to: "graph.node('MaxPool', [pixels], { kernel_shape: [1, 1], strides: [2, 2] })",
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: align_corners=True',
		file: 'models/curricular-face.ts',
		from: "graph.node('AveragePool', [pixels], { kernel_shape: [2, 2], strides: [2, 2] })",
		to: "graph.node('Resize', [pixels, null, null, graph.integers([112, 112])], { axes: [2, 3], mode: 'linear', coordinate_transformation_mode: 'align_corners' })",
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: stride on first conv',
		file: 'models/curricular-face.ts',
		from: 'convNorm(net, y, layer(1), layer(2)), layer(3));\n\ty = convNorm(net, y, layer(4), layer(5), { stride });',
		to: 'convNorm(net, y, layer(1), layer(2), { stride }), layer(3));\n\ty = convNorm(net, y, layer(4), layer(5));',
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'backbone: tokens taken after output_layer BN',
		file: 'models/curricular-face.ts',
		from: "graph.scoped('tokens', () => toTokens(net, x))",
		to: "toTokens(net, batchNorm(net, x, 'output_layer.0'))",
		cases: ['uniportrait_backbone'],
	},
	{
		mistake: 'proj: GELU tanh',
		file: 'models/perceiver.ts',
		from: 'gelu(net, inner)',
		to: "net.graph.contrib('FastGelu', [inner])",
		cases: ['uniportrait_faceid_proj'],
	},
	{
		mistake: 'proj: LayerNorm eps 1e-6',
		file: 'layers/norm.ts',
		from: 'epsilon = 1e-5): Value',
		to: 'epsilon = 1e-6): Value',
		cases: ['uniportrait_faceid_proj'],
	},
	{
		mistake: 'proj: k and v swapped',
		file: 'models/perceiver.ts',
		from: 'const [k, v] =',
		to: 'const [v, k] =',
		cases: ['uniportrait_faceid_proj'],
	},
	{
		mistake: 'proj: latents not appended to keys/values',
		file: 'models/perceiver.ts',
		from: "graph.node('Concat', [seen, own], { axis: 1 })",
		to: 'seen',
		cases: ['uniportrait_faceid_proj'],
	},
	{
		mistake: 'proj: structure scale ignored',
		file: 'models/uniportrait-projection.ts',
		from: "graph.node('Mul', [seen, look.scale])",
		to: 'seen',
		cases: ['uniportrait_faceid_proj'],
	},
	{
		mistake: 'proj: structure tokens not resized as torch does',
		file: 'models/curricular-face.ts',
		from: "coordinate_transformation_mode: 'half_pixel'",
		to: "coordinate_transformation_mode: 'asymmetric'",
		cases: ['uniportrait_backbone'],
	},
];
