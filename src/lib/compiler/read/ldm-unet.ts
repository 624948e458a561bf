import type { Rename } from './view';

const RESNET: Readonly<Record<string, string>> = {
	'in_layers.0': 'norm1',
	'in_layers.2': 'conv1',
	'emb_layers.1': 'time_emb_proj',
	'out_layers.0': 'norm2',
	'out_layers.3': 'conv2',
	skip_connection: 'conv_shortcut',
};

const TOP: Readonly<Record<string, string>> = {
	'time_embed.0': 'time_embedding.linear_1',
	'time_embed.2': 'time_embedding.linear_2',
	'time_embed.cond_proj': 'time_embedding.cond_proj',
	'time_embedding.cond_proj': 'time_embedding.cond_proj',
	'input_blocks.0.0': 'conv_in',
	'out.0': 'conv_norm_out',
	'out.2': 'conv_out',
};

/**
 * UNetModel numbers its blocks through: input_blocks 1, 2, ... hold one layer (a resnet, then an attention)
 * or the downsampler that ends a level; output_blocks hold one layer each, the last of a level its upsampler too.
 */
export const ldmUnetNames: Rename = (names) => {
	const modules = new Set(names.map((name) => name.split('.').slice(0, 4).join('.')));
	const blocks = new Map([...numberInput(modules), ...numberOutput(modules)]);
	blocks.set('middle_block.0', 'mid_block.resnets.0');
	blocks.set('middle_block.1', 'mid_block.attentions.0');
	blocks.set('middle_block.2', 'mid_block.resnets.1');
	return (name) => {
		const [, module, parameter] = /^(.+)\.(weight|bias)$/.exec(name) ?? [];
		if (module === undefined) return undefined;
		if (TOP[module]) return `${TOP[module]}.${parameter}`;
		const [, at, rest] =
			/^(input_blocks\.\d+\.\d|output_blocks\.\d+\.\d|middle_block\.\d)\.(.+)$/.exec(module) ?? [];
		const block = blocks.get(at);
		if (block === undefined) return undefined;
		const inner = block.includes('.resnets.') ? RESNET[rest] : rest;
		if (inner === undefined) return undefined;
		// The samplers' own convolution is `op` going down and `conv` going up.
		return `${block}.${inner === 'op' ? 'conv' : inner}.${parameter}`;
	};
};

/** Canonical block of every input block's modules. */
function numberInput(modules: ReadonlySet<string>): Map<string, string> {
	const blocks = new Map<string, string>();
	let level = 0;
	let layer = 0;
	for (let n = 1; has(modules, `input_blocks.${n}.0`); n++) {
		if (has(modules, `input_blocks.${n}.0.op`)) {
			blocks.set(`input_blocks.${n}.0`, `down_blocks.${level}.downsamplers.0`);
			level++;
			layer = 0;
			continue;
		}
		blocks.set(`input_blocks.${n}.0`, `down_blocks.${level}.resnets.${layer}`);
		blocks.set(`input_blocks.${n}.1`, `down_blocks.${level}.attentions.${layer}`);
		layer++;
	}
	return blocks;
}

/** Canonical block of every output block's modules; the upsampler follows the attention, if there is one. */
function numberOutput(modules: ReadonlySet<string>): Map<string, string> {
	const blocks = new Map<string, string>();
	let level = 0;
	let layer = 0;
	for (let n = 0; has(modules, `output_blocks.${n}.0`); n++) {
		const upsampler = [1, 2].find((at) => has(modules, `output_blocks.${n}.${at}.conv`));
		blocks.set(`output_blocks.${n}.0`, `up_blocks.${level}.resnets.${layer}`);
		if (upsampler !== 1) {
			blocks.set(`output_blocks.${n}.1`, `up_blocks.${level}.attentions.${layer}`);
		}
		layer++;
		if (upsampler) {
			blocks.set(`output_blocks.${n}.${upsampler}`, `up_blocks.${level}.upsamplers.0`);
			level++;
			layer = 0;
		}
	}
	return blocks;
}

/** Whether there is a tensor of the module. */
function has(modules: ReadonlySet<string>, path: string): boolean {
	for (const module of modules) if (module === path || module.startsWith(`${path}.`)) return true;
	return false;
}
