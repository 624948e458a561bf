import type { Component, Role } from '$lib/domain/pack-catalogue';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import type { ArrivingFile } from '$lib/domain/arriving-file';
import type { CompileInput } from './contract';
import { canonicalNames, canonicalTaesd } from '../read/canonical';
import { isLdm, splitLdm } from '../read/ldm';
import { openCheckpoint } from '../read/open';
import { requireRole } from './require-role';

/** Larger ones are no configuration. */
const CONFIG_BYTES = 2 ** 20;

/** A component whose headers are read. */
export interface OpenedComponent {
	readonly component: Component;
	/** What it is for: its role, or another that the same file serves too. */
	readonly role: Role;
	/** Index of its weight file in the input. */
	readonly file: number;
	/** All tensors of the file, under its own names. */
	readonly raw: Checkpoint;
	/** The tensors of this role under canonical names. */
	readonly checkpoint: Checkpoint;
	/** Those that somebody asked about: what a LoRA or an adapter is made of. */
	readonly asked: ReadonlySet<string>;
	/** Its config.json, or undefined: single files have none. */
	readonly config: unknown;
}

/** Opens all components that have weights. @throws CompileError; what the sources throw */
export async function openComponents(
	input: CompileInput,
	signal?: AbortSignal,
): Promise<OpenedComponent[]> {
	const opened: OpenedComponent[] = [];
	for (const [file, weights] of input.files.entries()) {
		const { component } = weights;
		if (component.role === 'tokenizer' || !isCheckpoint(weights)) continue;
		const raw = await openCheckpoint(weights.source, weights.path, signal);
		requireRole(raw, component.role);
		// One that lies beside a single file is not that of all its parts.
		const config = isLdm(raw) ? undefined : await readConfig(input, component, signal);
		for (const [role, checkpoint] of partsOf(raw, component.role)) {
			opened.push({ component, role, file, raw, config, ...watched(checkpoint) });
		}
	}
	return opened;
}

/** The components of a role. What a single-file checkpoint holds besides its own role comes last. */
export function withRole(components: readonly OpenedComponent[], role: Role): OpenedComponent[] {
	const own = components.filter((one) => one.role === role && one.component.role === role);
	return own.length ? own : components.filter((one) => one.role === role);
}

/** Notes which tensors are asked about. */
export function watched(checkpoint: Checkpoint): Pick<OpenedComponent, 'checkpoint' | 'asked'> {
	const asked = new Set<string>();
	const info = (name: string) => {
		asked.add(name);
		return checkpoint.info(name);
	};
	return { checkpoint: { ...checkpoint, info }, asked };
}

function partsOf(raw: Checkpoint, role: Role): (readonly [Role, Checkpoint])[] {
	if (!isLdm(raw)) return [[role, role === 'vae' ? canonicalVae(raw) : canonicalNames(raw)]];
	const { unet, textEncoder, vae } = splitLdm(raw);
	const parts = [
		['unet', unet] as const,
		['text-encoder', textEncoder] as const,
		['vae', vae] as const,
	];
	const found = parts.filter(
		(part): part is [(typeof part)[0], Checkpoint] => part[1] !== undefined,
	);
	// A component that names the file for one of its parts takes that one; the base brings all of them.
	return role === 'unet' ? found : found.filter(([part]) => part === role);
}

/** The official files of TAESD are one for each half; only the decoder's first layer has no weights. */
function canonicalVae(raw: Checkpoint): Checkpoint {
	if (raw.info('0.weight')) return canonicalTaesd(raw, 'encoder');
	if (raw.info('1.weight')) return canonicalTaesd(raw, 'decoder');
	return canonicalNames(raw);
}

/** The scheduler's or another configuration that is not the model's. */
export async function readNamed(
	input: CompileInput,
	name: string,
	signal?: AbortSignal,
): Promise<unknown> {
	const file = input.files.find(({ path }) => baseName(path) === name);
	return file && readJson(file, signal);
}

export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** ONNX models are copied, not compiled. */
function isCheckpoint({ path }: ArrivingFile): boolean {
	return !/\.(json|txt|onnx)$/.test(path);
}

async function readConfig(
	{ files }: CompileInput,
	component: Component,
	signal?: AbortSignal,
): Promise<unknown> {
	const file = files.find(
		(one) => one.component.id === component.id && baseName(one.path) === 'config.json',
	);
	return file && readJson(file, signal);
}

async function readJson({ source, path }: ArrivingFile, signal?: AbortSignal): Promise<unknown> {
	if (source.size > CONFIG_BYTES) {
		throw new CompileError('unsupported', `${path}: ${source.size} bytes are no configuration`);
	}
	const bytes = await source.read(0, source.size, signal);
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch (cause) {
		throw new CompileError('damaged', `${path}: not JSON`, { cause });
	}
}
