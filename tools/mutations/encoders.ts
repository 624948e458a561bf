import type { Mistake } from './mistake';

const TEXT = ['clip_text'];
const KL = ['vae_kl'];

export const ENCODER_MISTAKES: readonly Mistake[] = [
	{
		mistake: 'clip: exact gelu instead of quick_gelu',
		file: 'models/clip-layer.ts',
		from: "config.activation === 'gelu' ? gelu : quickGelu",
		to: 'gelu',
		cases: TEXT,
	},
	{
		mistake: 'clip: no final_layer_norm',
		file: 'models/clip-text.ts',
		from: "layerNorm(net, x, 'text_model.final_layer_norm', config.epsilon)",
		to: 'x',
		cases: TEXT,
	},
	{
		mistake: 'clip: LayerNorm eps 1e-6',
		file: 'models/clip-layer.ts',
		from: 'const { width, heads, epsilon } = config;',
		to: 'const { width, heads } = config;\n\tconst epsilon = 1e-6;',
		cases: TEXT,
	},
	{
		mistake: 'clip: no causal mask',
		file: 'models/clip-text.ts',
		from: '`${LAYERS}.${i}`, config, mask)',
		to: '`${LAYERS}.${i}`, config)',
		cases: TEXT,
	},
	{
		mistake: 'clip: clip skip without the final LayerNorm',
		file: 'models/clip-text.ts',
		from: "layerNorm(net, x, 'text_model.final_layer_norm', config.epsilon)",
		to: "skip ? x : layerNorm(net, x, 'text_model.final_layer_norm', config.epsilon)",
		cases: TEXT,
	},
	{
		mistake: 'clip vision: quick_gelu instead of exact gelu',
		file: 'models/clip-layer.ts',
		from: "config.activation === 'gelu' ? gelu : quickGelu",
		to: 'quickGelu',
		cases: ['clip_vision'],
	},
	{
		mistake: 'clip vision: the last layer not left out',
		file: 'models/clip-vision.ts',
		from: 'i < config.layers - 1;',
		to: 'i < config.layers;',
		cases: ['clip_vision'],
	},
	{
		mistake: 'clip vision: class token forgotten',
		file: 'models/clip-vision.ts',
		from: '(values[i] += value)',
		to: 'void value && i',
		cases: ['clip_vision'],
	},
	{
		mistake: 'vae: symmetric pad in encoder downsample (should be (0,1,0,1))',
		file: 'models/autoencoder-kl.ts',
		from: 'pad: [0, 0, 1, 1]',
		to: 'pad: 1',
		cases: KL,
	},
	{
		mistake: 'vae: GroupNorm eps 1e-5 (should be 1e-6)',
		file: 'models/autoencoder-kl.ts',
		from: 'const EPSILON = 1e-6;',
		to: 'const EPSILON = 1e-5;',
		cases: KL,
	},
	{
		mistake: 'vae: forgot post_quant_conv',
		file: 'models/autoencoder-kl.ts',
		from: "if (net.has('post_quant_conv.weight'))",
		to: 'if (false)',
		cases: KL,
	},
	{
		mistake: 'vae: attention scores not scaled',
		file: 'models/autoencoder-kl.ts',
		from: '[width ** -0.5]',
		to: '[1]',
		cases: KL,
	},
	{
		mistake: 'taesd: forgot tanh(x/3)*3',
		file: 'models/taesd.ts',
		from: "graph.node('Tanh', [graph.node('Div', [latents, number(MAGNITUDE)])])",
		to: "graph.node('Div', [latents, number(MAGNITUDE)])",
		cases: ['taesd'],
	},
	{
		mistake: 'taesd: image in [0, 1]',
		file: 'models/taesd.ts',
		from: "x = graph.node('Sub', [x, number(1)]);",
		to: '',
		cases: ['taesd'],
	},
	{
		mistake: 'taesd: no activation after the first conv of the decoder',
		file: 'models/taesd.ts',
		from: "if (i === 0) x = graph.node('Relu', [x]);",
		to: '',
		cases: ['taesd'],
	},
];
