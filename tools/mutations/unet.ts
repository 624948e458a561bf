import type { Mistake } from './mistake';

/** Small deviations show in unet_eps alone. */
const EPSILON = ['unet_eps'];
const PLAIN = ['unet_a'];

export const UNET_MISTAKES: readonly Mistake[] = [
	{
		mistake: 'unet: half the heads',
		file: 'models/unet/config.ts',
		from: 'heads: heads[i],',
		to: 'heads: heads[i] / 2,',
		cases: PLAIN,
	},
	{
		mistake: 'unet: attention_head_dim read as dim-per-head (8)',
		file: 'models/unet/config.ts',
		from: 'heads: heads[i],',
		to: 'heads: width / heads[i],',
		cases: PLAIN,
	},
	{
		mistake: 'unet: GEGLU with tanh-approximated gelu',
		file: 'layers/activation.ts',
		from: '[value, gelu(net, gate)]',
		to: "[value, net.graph.contrib('FastGelu', [gate])]",
		cases: PLAIN,
	},
	{
		mistake: 'unet: GEGLU halves swapped',
		file: 'layers/activation.ts',
		from: '[value, gelu(net, gate)]',
		to: '[gate, gelu(net, value)]',
		cases: PLAIN,
	},
	{
		mistake: 'unet: flip_sin_to_cos False',
		file: 'models/unet/timestep.ts',
		from: 'flipSinToCos ? [half, 0] : [0, half]',
		to: '[0, half]',
		cases: PLAIN,
	},
	{
		mistake: 'unet: freq_shift 1',
		file: 'models/unet/timestep.ts',
		from: '(half - frequencyShift)',
		to: '(half - 1)',
		cases: PLAIN,
	},
	{
		mistake: 'unet: timestep off by one',
		file: 'models/unet/timestep.ts',
		from: 'const angle = timestep *',
		to: 'const angle = (timestep + 1) *',
		cases: PLAIN,
	},
	{
		mistake: 'unet: asymmetric (0,1,0,1) downsample pad',
		file: 'models/unet/resnet.ts',
		from: '{ stride: 2, pad: 1 }',
		to: '{ stride: 2, pad: [0, 0, 1, 1] }',
		cases: PLAIN,
	},
	{
		mistake: 'unet: bilinear upsample',
		file: 'layers/upsample.ts',
		from: "mode: 'nearest',\n\t\tcoordinate_transformation_mode: 'asymmetric',\n\t\tnearest_mode: 'floor',",
		to: "mode: 'linear', coordinate_transformation_mode: 'half_pixel',",
		cases: PLAIN,
	},
	{
		mistake: 'unet: no SiLU before time_emb_proj',
		file: 'models/unet/time-embedding.ts',
		from: "silu(net, linear(net, hidden, 'time_embedding.linear_2'))",
		to: "linear(net, hidden, 'time_embedding.linear_2')",
		cases: PLAIN,
	},
	{
		mistake: 'unet_eps: Transformer2D GroupNorm eps 1e-5 (should be 1e-6)',
		file: 'models/unet/transformer.ts',
		from: 'const EPSILON = 1e-6;',
		to: 'const EPSILON = 1e-5;',
		cases: EPSILON,
	},
	{
		mistake: 'unet_eps: ResnetBlock GroupNorm eps 1e-6 (should be 1e-5)',
		file: 'models/unet/resnet.ts',
		from: 'const norm = { groups, epsilon, silu: true };',
		to: 'const norm = { groups, epsilon: 1e-6, silu: true };',
		cases: EPSILON,
	},
	{
		mistake: 'unet_eps: LayerNorm eps 1e-6 (should be 1e-5)',
		file: 'layers/norm.ts',
		from: 'epsilon = 1e-5): Value',
		to: 'epsilon = 1e-6): Value',
		cases: EPSILON,
	},
	{
		mistake: 'unet_eps: conv_norm_out eps 1e-6 (should be 1e-5)',
		file: 'models/unet/build.ts',
		from: 'groups: config.groups, epsilon: config.epsilon }',
		to: 'groups: config.groups, epsilon: 1e-6 }',
		cases: EPSILON,
	},
	{
		mistake: 'lcm: guidance projection forgotten',
		file: 'models/unet/time-embedding.ts',
		from: "return net.graph.node('Add', [waves, linear(net, guidance, 'time_embedding.cond_proj')]);",
		to: "return net.graph.node('Add', [waves, net.graph.node('Mul', [linear(net, guidance, 'time_embedding.cond_proj'), net.graph.table('zero', [0], [], 'float32')])]);",
		cases: ['unet_lcm'],
	},
	{
		mistake: 'unet: skips before the hidden state',
		file: 'models/unet/build.ts',
		from: "graph.node('Concat', [hidden.sum, skip.sum]",
		to: "graph.node('Concat', [skip.sum, hidden.sum]",
		cases: ['unet_g32'],
	},
	{
		mistake: 'bk-sdm: mid_block_type null read as absent',
		file: 'models/unet/config.ts',
		from: 'midDepth: config.mid_block_type === null ? null :',
		to: 'midDepth:',
		cases: ['unet_bksdm_tiny'],
	},
];
