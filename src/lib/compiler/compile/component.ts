import type { Component, Role } from '$lib/domain/pack-catalogue';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import type { CompileFile, CompileInput } from './contract';
import { openCheckpoint } from '../read/open';

/** Larger ones are no configuration. */
const CONFIG_BYTES = 2 ** 20;

/** A component whose headers are read. */
export interface OpenedComponent {
	readonly component: Component;
	/** Index of its weight file in the input. */
	readonly file: number;
	readonly checkpoint: Checkpoint;
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
		if (component.role === 'tokenizer' || isConfig(weights)) continue;
		const checkpoint = await openCheckpoint(weights.source, weights.path, signal);
		const config = await readConfig(input, component, signal);
		opened.push({ component, file, checkpoint, config });
	}
	return opened;
}

/** The components of a role, in the order of the input. */
export function withRole(components: readonly OpenedComponent[], role: Role): OpenedComponent[] {
	return components.filter(({ component }) => component.role === role);
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

function isConfig({ path }: CompileFile): boolean {
	return path.endsWith('.json');
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

async function readJson({ source, path }: CompileFile, signal?: AbortSignal): Promise<unknown> {
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
