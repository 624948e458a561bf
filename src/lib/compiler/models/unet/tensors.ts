/** Which tensors a UNet2DConditionModel has, and of which shape. */
import type { Checkpoint } from '../../checkpoint';
import { CompileError } from '../../error';
import type { UnetConfig } from './config';
import { resnetModules, unetTopology, type ResnetModule, type TransformerModule } from './topology';

export type Shapes = ReadonlyMap<string, readonly number[]>;

/** Names and shapes of all weights of the model, in the order in which its modules run. */
export function unetTensors(config: UnetConfig): Shapes {
	const shapes = new Map<string, readonly number[]>();
	const topology = unetTopology(config);
	const [{ channels: first }] = config.levels;
	const time = first * 4;

	conv(shapes, 'conv_in', first, config.inChannels, 3);
	linear(shapes, 'time_embedding.linear_1', time, first);
	if (config.guidanceWidth !== null) {
		linear(shapes, 'time_embedding.cond_proj', first, config.guidanceWidth, false);
	}
	linear(shapes, 'time_embedding.linear_2', time, time);
	for (const resnet of resnetModules(topology)) addResnet(shapes, resnet, time);
	const blocks = [...topology.down, ...(topology.mid ? [topology.mid] : []), ...topology.up];
	for (const { transformer } of blocks.flatMap(({ stages }) => stages)) {
		if (transformer) addTransformer(shapes, transformer, config);
	}
	for (const { resampler, channels } of [...topology.down, ...topology.up]) {
		if (resampler) conv(shapes, resampler, channels, channels, 3);
	}
	norm(shapes, 'conv_norm_out', first);
	conv(shapes, 'conv_out', config.outChannels, first, 3);
	return shapes;
}

/**
 * Compares a checkpoint with what the model needs. Linear layers may be stored as 1x1 convolutions and the
 * other way round.
 * @returns names that the model does not need
 * @throws CompileError 'missing', 'mismatch'
 */
export function checkTensors(checkpoint: Checkpoint, shapes: Shapes): readonly string[] {
	for (const [name, expected] of shapes) {
		const found = checkpoint.info(name)?.shape;
		const { label } = checkpoint;
		if (!found) {
			throw new CompileError('missing', `${label}: no tensor ${name}, expected [${expected}]`);
		}
		if (withoutOnes(found) !== withoutOnes(expected)) {
			const message = `${label}: ${name} is [${found}], expected [${expected}]`;
			throw new CompileError('mismatch', message);
		}
	}
	return checkpoint.names().filter((name) => !shapes.has(name));
}

function withoutOnes(shape: readonly number[]): string {
	return shape
		.slice(0, 2)
		.concat(shape.slice(2).filter((length) => length !== 1))
		.join();
}

type Collected = Map<string, readonly number[]>;

function addResnet(shapes: Collected, { path, input, output }: ResnetModule, time: number): void {
	norm(shapes, `${path}.norm1`, input);
	conv(shapes, `${path}.conv1`, output, input, 3);
	linear(shapes, `${path}.time_emb_proj`, output, time);
	norm(shapes, `${path}.norm2`, output);
	conv(shapes, `${path}.conv2`, output, output, 3);
	if (input !== output) conv(shapes, `${path}.conv_shortcut`, output, input, 1);
}

function addTransformer(
	shapes: Collected,
	{ path, width, depth }: TransformerModule,
	{ contextWidth, linearProjection }: UnetConfig,
): void {
	const project = linearProjection
		? (name: string) => linear(shapes, name, width, width)
		: (name: string) => conv(shapes, name, width, width, 1);
	norm(shapes, `${path}.norm`, width);
	project(`${path}.proj_in`);
	for (let k = 0; k < depth; k++) {
		const block = `${path}.transformer_blocks.${k}`;
		for (const [attention, source] of [
			['attn1', width],
			['attn2', contextWidth],
		] as const) {
			norm(shapes, `${block}.${attention === 'attn1' ? 'norm1' : 'norm2'}`, width);
			linear(shapes, `${block}.${attention}.to_q`, width, width, false);
			linear(shapes, `${block}.${attention}.to_k`, width, source, false);
			linear(shapes, `${block}.${attention}.to_v`, width, source, false);
			linear(shapes, `${block}.${attention}.to_out.0`, width, width);
		}
		norm(shapes, `${block}.norm3`, width);
		linear(shapes, `${block}.ff.net.0.proj`, width * 8, width);
		linear(shapes, `${block}.ff.net.2`, width, width * 4);
	}
	project(`${path}.proj_out`);
}

function conv(
	shapes: Collected,
	path: string,
	output: number,
	input: number,
	kernel: number,
): void {
	shapes.set(`${path}.weight`, [output, input, kernel, kernel]);
	shapes.set(`${path}.bias`, [output]);
}

function linear(shapes: Collected, path: string, output: number, input: number, bias = true): void {
	shapes.set(`${path}.weight`, [output, input]);
	if (bias) shapes.set(`${path}.bias`, [output]);
}

function norm(shapes: Collected, path: string, channels: number): void {
	shapes.set(`${path}.weight`, [channels]);
	shapes.set(`${path}.bias`, [channels]);
}
