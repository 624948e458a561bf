import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { product } from '../graph/weight';
import { recognise } from '../read/recognise';
import { factorOf, type Lora, type LoraModule } from './lora';
import {
	otherKind,
	parseTensorName,
	stemsOf,
	targetOf,
	type LoraPart,
	type LoraTarget,
} from './names';

export interface ReadLora extends Lora {
	/** Modules of the target, as the file names them, that the base has not. */
	readonly unused: readonly string[];
}

type Parts = Partial<Record<LoraPart, string>>;

/** Canonical paths of the modules of a base that a LoRA may change. */
export function modulesOf(base: Checkpoint): string[] {
	return base
		.names()
		.filter((name) => name.endsWith('.weight') && base.info(name)!.shape.length >= 2)
		.map((name) => name.slice(0, -'.weight'.length));
}

/**
 * The part of a LoRA file that changes one component, in the formats of kohya, peft and old diffusers. A file
 * without any part for it gives a LoRA without modules. Reads the alphas; the factors are read when needed.
 * @param modules of the base: modulesOf
 * @throws CompileError 'unsupported' for other kinds of adapters (LoHa, LoKr, DoRA ...), by name; 'mismatch'
 *   for a file that is no LoRA, or none for this base; 'damaged'
 */
export async function readLora(
	checkpoint: Checkpoint,
	target: LoraTarget,
	modules: readonly string[],
	signal?: AbortSignal,
): Promise<ReadLora> {
	const { label } = checkpoint;
	// 1. The file's tensors by the modules that it names.
	const stems = collectStems(checkpoint);
	if (stems.size === 0) {
		const message = `${label} is no LoRA: it is ${recognise(checkpoint).description}`;
		throw new CompileError('mismatch', message);
	}
	// 2. The modules of the base by all names that they may have in the file.
	const found = new Map<string, LoraModule>();
	const rest = new Set([...stems.keys()].filter((stem) => targetOf(stem) === target));
	const wanted = rest.size;
	for (const path of modules) {
		const stem = stemsOf(path, target).find((name) => rest.has(name));
		if (stem === undefined) continue;
		rest.delete(stem);
		found.set(path, await readModule(checkpoint, stem, stems.get(stem)!, signal));
	}
	// 3. A file for another base shares no module with this one.
	if (wanted > 0 && found.size === 0) {
		const [example] = rest;
		const message = `${label}: none of its ${wanted} modules is in the base (${example}): it is ${recognise(checkpoint).description}`;
		throw new CompileError('mismatch', message);
	}
	return { label, modules: found, unused: [...rest] };
}

function collectStems(checkpoint: Checkpoint): ReadonlyMap<string, Parts> {
	const stems = new Map<string, Parts>();
	for (const name of checkpoint.names()) {
		const kind = otherKind(name);
		if (kind) {
			const message = `${checkpoint.label}: ${name} makes it ${kind}, which is not read; only LoRA and LoCon are`;
			throw new CompileError('unsupported', message);
		}
		const parsed = parseTensorName(name);
		if (!parsed) continue;
		const parts = stems.get(parsed.stem) ?? {};
		if (parts[parsed.part] !== undefined) {
			const message = `${checkpoint.label}: ${parts[parsed.part]} and ${name} are the same factor`;
			throw new CompileError('damaged', message);
		}
		parts[parsed.part] = name;
		stems.set(parsed.stem, parts);
	}
	return stems;
}

async function readModule(
	checkpoint: Checkpoint,
	stem: string,
	parts: Parts,
	signal?: AbortSignal,
): Promise<LoraModule> {
	const { label } = checkpoint;
	if (parts.down === undefined || parts.up === undefined) {
		const lacking = parts.down === undefined ? 'down' : 'up';
		throw new CompileError('damaged', `${label}: ${stem} lacks its ${lacking} factor`);
	}
	const down = factorOf(checkpoint, parts.down);
	const [rank = 0] = down.shape;
	if (!(rank > 0)) throw new CompileError('damaged', `${label}: ${stem} has rank ${rank}`);
	const alpha = parts.alpha === undefined ? rank : await readAlpha(checkpoint, parts.alpha, signal);
	return { down, up: factorOf(checkpoint, parts.up), scale: alpha / rank };
}

/** A single number, with or without axes. */
async function readAlpha(
	checkpoint: Checkpoint,
	name: string,
	signal?: AbortSignal,
): Promise<number> {
	const { shape } = checkpoint.info(name)!;
	const [alpha] = product(shape) === 1 ? await checkpoint.read(name, undefined, signal) : [NaN];
	if (Number.isFinite(alpha)) return alpha;
	const message = `${checkpoint.label}: ${name} [${shape}] is no finite number`;
	throw new CompileError('damaged', message);
}
