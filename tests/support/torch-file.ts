/** Writes files as torch.save does, right or wrong, for tests. */
import { zipSync } from 'fflate';
import { joinBytes } from './safetensors';

/** A pickle put together from opcodes and their arguments: numbers are bytes, strings are as they are. */
export function pickle(
	...parts: readonly (number | string | Uint8Array)[]
): Uint8Array<ArrayBuffer> {
	const bytes = parts.map((part) =>
		typeof part === 'number'
			? Uint8Array.of(part)
			: typeof part === 'string'
				? new TextEncoder().encode(part)
				: part,
	);
	return joinBytes(Uint8Array.of(0x80, 2), ...bytes, Uint8Array.of(0x2e));
}

export function text(value: string): Uint8Array {
	const bytes = new TextEncoder().encode(value);
	return joinBytes(Uint8Array.of(0x58), uint32(bytes.length), bytes);
}

export function int(value: number): Uint8Array {
	return joinBytes(Uint8Array.of(0x4a), uint32(value));
}

/** GLOBAL */
export function named(module: string, name: string): string {
	return `c${module}\n${name}\n`;
}

export function tuple(...items: readonly Uint8Array[]): Uint8Array {
	return joinBytes(Uint8Array.of(0x28), ...items, Uint8Array.of(0x74));
}

/** A dict of names and what their values are made by. */
export function dict(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
	const items = Object.entries(entries).flatMap(([key, value]) => [text(key), value]);
	return joinBytes(Uint8Array.of(0x7d, 0x28), ...items, Uint8Array.of(0x75));
}

export interface TensorOptions {
	readonly storage?: string;
	readonly length: number;
	readonly offset?: number;
	readonly shape: readonly number[];
	readonly strides: readonly number[];
}

/** What torch pickles for a tensor in the storage with the given key. */
export function tensor(
	key: string,
	{ storage = 'FloatStorage', length, offset = 0, shape, strides }: TensorOptions,
): Uint8Array {
	const encode = (part: string) => new TextEncoder().encode(part);
	const id = tuple(
		text('storage'),
		encode(named('torch', storage)),
		text(key),
		text('cpu'),
		int(length),
	);
	const hooks = encode(`${named('collections', 'OrderedDict')})R`);
	return joinBytes(
		encode(named('torch._utils', '_rebuild_tensor_v2')),
		tuple(
			joinBytes(id, encode('Q')),
			int(offset),
			tuple(...shape.map(int)),
			tuple(...strides.map(int)),
			Uint8Array.of(0x89),
			hooks,
		),
		encode('R'),
	);
}

/** The archive: the pickle, and storages by their keys. */
export function torchFile(
	pickled: Uint8Array,
	storages: Readonly<Record<string, Uint8Array>> = {},
	root = 'archive',
): Uint8Array<ArrayBuffer> {
	const members = Object.entries(storages).map(([key, bytes]) => [`${root}/data/${key}`, bytes]);
	const files = { [`${root}/data.pkl`]: pickled, ...Object.fromEntries(members) };
	return Uint8Array.from(zipSync(files, { level: 0 }));
}

function uint32(value: number): Uint8Array {
	return new Uint8Array(Uint32Array.of(value >>> 0).buffer);
}
