/** The modules of a UNet2DConditionModel in the order in which they run, by their names in checkpoints. */
import type { UnetConfig } from './config';

export interface ResnetModule {
	readonly path: string;
	readonly input: number;
	readonly output: number;
}

/** A Transformer2DModel. */
export interface TransformerModule {
	readonly path: string;
	readonly width: number;
	readonly heads: number;
	/** Of its resolution; 0 is the finest. */
	readonly level: number;
	/** Transformer blocks. */
	readonly depth: number;
}

/** A ResNet and what follows it; in up blocks the ResNet takes the hidden state joined with a skip. */
export interface Stage {
	readonly resnet: ResnetModule;
	readonly transformer: TransformerModule | null;
}

export interface Block {
	readonly path: string;
	readonly stages: readonly Stage[];
	readonly channels: number;
	/** Path of the convolution that halves or doubles the resolution afterwards. */
	readonly resampler: string | null;
}

/** One ResNet before the transformer and one behind it. */
export interface MidBlock {
	readonly path: string;
	readonly stages: readonly [Stage, Stage];
	readonly channels: number;
}

export interface Topology {
	readonly down: readonly Block[];
	readonly mid: MidBlock | null;
	readonly up: readonly Block[];
}

/** An attention module (attn1: self, attn2: cross). */
export interface AttentionModule {
	readonly path: string;
	readonly kind: 'self' | 'cross';
	readonly width: number;
	readonly heads: number;
	readonly level: number;
}

export function unetTopology(config: UnetConfig): Topology {
	const { levels } = config;
	const last = levels.length - 1;
	const transformer = (path: string, level: number, depth: number): TransformerModule | null =>
		depth
			? { path, width: levels[level].channels, heads: levels[level].heads, level, depth }
			: null;

	// Channels of the skips, in the order in which the up blocks take them from the end.
	const skips = [levels[0].channels];
	const down = levels.map(({ channels, layers, downDepth }, i): Block => {
		const path = `down_blocks.${i}`;
		const stages = Array.from({ length: layers }, (_, j): Stage => {
			const input = j ? channels : levels[Math.max(i - 1, 0)].channels;
			skips.push(channels);
			return {
				resnet: { path: `${path}.resnets.${j}`, input, output: channels },
				transformer: transformer(`${path}.attentions.${j}`, i, downDepth),
			};
		});
		if (i === last) return { path, stages, channels, resampler: null };
		skips.push(channels);
		return { path, stages, channels, resampler: `${path}.downsamplers.0.conv` };
	});

	const up = levels.map((_, i): Block => {
		const path = `up_blocks.${i}`;
		const { channels, layers, upDepth } = levels[last - i];
		const before = levels[Math.min(last - i + 1, last)].channels;
		const stages = Array.from({ length: layers + 1 }, (_, j): Stage => {
			const input = (j ? channels : before) + skips.pop()!;
			return {
				resnet: { path: `${path}.resnets.${j}`, input, output: channels },
				transformer: transformer(`${path}.attentions.${j}`, last - i, upDepth),
			};
		});
		return { path, stages, channels, resampler: i === last ? null : `${path}.upsamplers.0.conv` };
	});

	return { down, mid: midBlock(config), up };
}

function midBlock({ levels, midDepth }: UnetConfig): MidBlock | null {
	if (midDepth === null) return null;
	const { channels, heads } = levels.at(-1)!;
	const path = 'mid_block';
	const resnet = (j: number) => ({
		path: `${path}.resnets.${j}`,
		input: channels,
		output: channels,
	});
	const level = levels.length - 1;
	const transformer = {
		path: `${path}.attentions.0`,
		width: channels,
		heads,
		level,
		depth: midDepth,
	};
	return {
		path,
		channels,
		stages: [
			{ resnet: resnet(0), transformer },
			{ resnet: resnet(1), transformer: null },
		],
	};
}

/** All ResNets, in the order down, mid, up. */
export function resnetModules({ down, mid, up }: Topology): readonly ResnetModule[] {
	return [...down, ...(mid ? [mid] : []), ...up].flatMap(({ stages }) =>
		stages.map(({ resnet }) => resnet),
	);
}

/**
 * All attention modules in the order of diffusers' `attn_processors`, by which identity adapters number
 * their layers: down, up, then mid; in each block attn1 before attn2.
 */
export function attentionModules({ down, mid, up }: Topology): readonly AttentionModule[] {
	return [...down, ...up, ...(mid ? [mid] : [])].flatMap(({ stages }) =>
		stages.flatMap(({ transformer }) => (transformer ? attentionsOf(transformer) : [])),
	);
}

/** attn1 and attn2 of every block of a transformer. */
export function attentionsOf({ path, depth, ...rest }: TransformerModule): AttentionModule[] {
	return Array.from({ length: depth }, (_, k) => `${path}.transformer_blocks.${k}`).flatMap(
		(block) => [
			{ path: `${block}.attn1`, kind: 'self' as const, ...rest },
			{ path: `${block}.attn2`, kind: 'cross' as const, ...rest },
		],
	);
}

export function crossAttentions(topology: Topology): readonly AttentionModule[] {
	return attentionModules(topology).filter(({ kind }) => kind === 'cross');
}

/** Levels that have attention, finest first. */
export function attentionLevels(topology: Topology): readonly number[] {
	return [...new Set(crossAttentions(topology).map(({ level }) => level))].sort((a, b) => a - b);
}

/** A side of latents at a level, in pixels of that level. */
export function levelSize(side: number, level: number): number {
	return side / 2 ** level;
}
