import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { product } from '../graph/weight';
import { addProduct } from './add-product';
import type { Lora, LoraModule } from './lora';

export interface WeightedLora {
	readonly lora: Lora;
	/** How strongly it is merged; 1 as it was trained. */
	readonly weight: number;
}

/**
 * The base with any number of LoRAs merged: base + sum of weight * scale * (up @ down). Nothing is computed
 * before a tensor is read, and of that only the rows asked for.
 * @param base whose `read` gives arrays of its caller's own: they are changed
 * @throws CompileError 'mismatch' where a LoRA has a module that the base lacks, or another shape
 */
export function mergeLoras(base: Checkpoint, loras: readonly WeightedLora[]): Checkpoint {
	for (const { lora } of loras) checkLora(base, lora);
	return {
		label: base.label,
		names: () => base.names(),
		info: (name) => base.info(name),
		async read(name, rows, signal) {
			const values = await base.read(name, rows, signal);
			for (const { lora, weight } of loras) {
				const update = lora.modules.get(name.replace(/\.weight$/, ''));
				if (!update || !name.endsWith('.weight')) continue;
				const up = await update.up.read(rows, signal);
				const down = await update.down.read(undefined, signal);
				addProduct(values, up, down, update.down.shape[0], weight * update.scale);
			}
			return values;
		},
	};
}

/** Published LoRAs have 4 to 256. */
const MOST_RANK = 4096;

/** @throws CompileError 'mismatch' that names the module and both shapes, 'unsupported' for an endless rank */
export function checkLora(base: Checkpoint, { label, modules }: Lora): void {
	for (const [path, update] of modules) {
		const weight = base.info(`${path}.weight`);
		if (!weight) {
			const message = `${label}: it changes ${path}, which ${base.label} has not: a LoRA for another base`;
			throw new CompileError('mismatch', message);
		}
		if (update.down.shape[0] > MOST_RANK) {
			const message = `${label}: its change of ${path} has rank ${update.down.shape[0]}: no low-rank adapter`;
			throw new CompileError('unsupported', message);
		}
		if (!fits(weight.shape, update)) {
			const change = `[${update.up.shape}] x [${update.down.shape}]`;
			const message = `${label}: its change of ${path} is ${change}, the weight in ${base.label} is [${weight.shape}]: ${likelyCause(path, update, weight.shape)}`;
			throw new CompileError('mismatch', message);
		}
	}
}

/** Up times down must have the shape of the weight; a 1x1 convolution and a matrix are the same. */
function fits(weight: readonly number[], { up, down }: LoraModule): boolean {
	const [rank, ...columns] = down.shape;
	const [rows, ...ranks] = up.shape;
	return (
		rank > 0 &&
		weight.length >= 2 &&
		rows === weight[0] &&
		product(ranks) === rank &&
		withoutOnes(columns) === withoutOnes(weight.slice(1))
	);
}

function withoutOnes(shape: readonly number[]): string {
	return shape.filter((dim, axis) => axis === 0 || dim !== 1).join();
}

/** Widths of the text that cross-attention reads, by which bases differ. */
const TEXT_WIDTHS: Readonly<Record<number, string>> = {
	768: 'Stable Diffusion 1',
	1024: 'Stable Diffusion 2',
	2048: 'SDXL',
};

function likelyCause(path: string, { down }: LoraModule, weight: readonly number[]): string {
	const made = /attn2\.to_[kv]$/.test(path) && TEXT_WIDTHS[down.shape[1]];
	return made && down.shape[1] !== weight[1] ? `a LoRA for ${made}` : 'a LoRA for another base';
}
