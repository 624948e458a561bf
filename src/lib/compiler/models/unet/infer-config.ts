/** The configuration of a checkpoint that comes without one, from the names and shapes of its tensors. */
import type { Checkpoint } from '../../checkpoint';
import { CompileError } from '../../error';
import type { UnetConfig, UnetLevel } from './config';

/** SD1.x has 8 heads at every level. */
const HEADS = 8;
/** SD2.x has heads of 64 channels. */
const HEAD_CHANNELS = 64;
const SD2_CONTEXT = 1024;
const SDXL_CONTEXT = 2048;
const GROUPS = 32;
const EPSILON = 1e-5;

/**
 * SD1.x, SD2.x and their distilled relatives (LCM, BK-SDM, SDXS), with canonical names. What shapes cannot tell,
 * groups, epsilon and the number of heads, is the same in all of these families.
 * @throws CompileError 'unsupported' for others, 'missing' where there is no UNet
 */
export function inferUnetConfig(checkpoint: Checkpoint): UnetConfig {
	const { label } = checkpoint;
	const find = (name: string) => checkpoint.info(`${name}.weight`)?.shape;
	const shape = (name: string) => {
		const found = find(name);
		if (found) return found;
		throw new CompileError('missing', `${label}: no tensor ${name}.weight: it holds no UNet`);
	};
	const counted = (path: (i: number) => string) => {
		let count = 0;
		while (find(path(count))) count++;
		return count;
	};
	const depth = (path: string) => counted((k) => `${path}.transformer_blocks.${k}.norm1`);

	// 1. Models of other families.
	if (find('add_embedding.linear_1')) throw unsupported(label, 'this is an SDXL checkpoint');
	if (find('class_embedding.linear_1')) throw unsupported(label, 'it takes image embeddings');
	const [, inChannels] = shape('conv_in');
	if (inChannels !== 4)
		throw unsupported(label, `it takes ${inChannels} channels: inpainting or editing`);

	// 2. Levels, from the down blocks and the up blocks that mirror them.
	const count = counted((i) => `down_blocks.${i}.resnets.0.conv1`);
	const transformers = Array.from({ length: count }, (_, i) => [
		depth(`down_blocks.${i}.attentions.0`),
		depth(`up_blocks.${count - 1 - i}.attentions.0`),
	]);
	const first = transformers.findIndex((depths) => Math.max(...depths) > 0);
	if (first < 0) throw unsupported(label, 'it has no cross-attention');
	const one = transformers[first][0]
		? `down_blocks.${first}.attentions.0`
		: `up_blocks.${count - 1 - first}.attentions.0`;
	const [, contextWidth] = shape(`${one}.transformer_blocks.0.attn2.to_k`);
	if (contextWidth === SDXL_CONTEXT) throw unsupported(label, 'this is an SDXL checkpoint');
	const levels = transformers.map(([downDepth, upDepth], i): UnetLevel => {
		const [channels] = shape(`down_blocks.${i}.resnets.0.conv1`);
		return {
			channels,
			layers: counted((j) => `down_blocks.${i}.resnets.${j}.conv1`),
			downDepth,
			upDepth,
			heads: contextWidth === SD2_CONTEXT ? channels / HEAD_CHANNELS : HEADS,
		};
	});

	return {
		inChannels,
		outChannels: shape('conv_out')[0],
		levels,
		midDepth: find('mid_block.resnets.0.conv1') ? depth('mid_block.attentions.0') : null,
		contextWidth,
		groups: GROUPS,
		epsilon: EPSILON,
		linearProjection: shape(`${one}.proj_in`).length === 2,
		guidanceWidth: find('time_embedding.cond_proj')?.[1] ?? null,
		flipSinToCos: true,
		frequencyShift: 0,
	};
}

function unsupported(label: string, why: string): CompileError {
	return new CompileError('unsupported', `${label}: a UNet that is not supported: ${why}`);
}
