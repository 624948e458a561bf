import type { Checkpoint, Rows } from '../checkpoint';
import { CompileError } from '../error';

/** One of the two matrices of a low-rank update; its values are read when they are asked for. */
export interface Factor {
	/** Linear: [rank, in] down, [out, rank] up. Convolution: [rank, in, h, w] down, [out, rank, 1, 1] up. */
	readonly shape: readonly number[];
	/** Row-major; all rows or some, as Checkpoint.read. */
	read(rows?: Rows, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
}

/** A low-rank update of the weight of one module: weight + strength * scale * (up @ down). */
export interface LoraModule {
	readonly down: Factor;
	readonly up: Factor;
	/** alpha / rank; 1 without an alpha. The rank is down.shape[0]. */
	readonly scale: number;
}

/** A LoRA (Hu et al. 2021) for one component (a UNet, a text encoder), whatever format it was written in. */
export interface Lora {
	/** For errors: the file. */
	readonly label: string;
	/** By canonical module path, as `mid_block.attentions.0.proj_in`: the tensor's name less `.weight`. */
	readonly modules: ReadonlyMap<string, LoraModule>;
}

/** A tensor of a checkpoint as a factor. @throws CompileError 'missing' */
export function factorOf(checkpoint: Checkpoint, name: string): Factor {
	const info = checkpoint.info(name);
	if (!info) throw new CompileError('missing', `${checkpoint.label}: no tensor ${name}`);
	return { shape: info.shape, read: (rows, signal) => checkpoint.read(name, rows, signal) };
}
