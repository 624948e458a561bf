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

export interface Zip64Mistake {
	/** Whether members have the field that their sizes stand in. */
	readonly withExtra?: boolean;
	/** What the end record says of the number of members. */
	readonly count?: number;
	/** Where the locator says that the end record is. */
	readonly endAt?: number;
}

/** An archive whose sizes and places all stand in zip64 fields, as those beyond 4 GB have it. */
export function zip64(
	files: Readonly<Record<string, Uint8Array>>,
	{ withExtra = true, count, endAt }: Zip64Mistake = {},
): Uint8Array<ArrayBuffer> {
	const elsewhere = 0xffffffff;
	const parts: Uint8Array[] = [];
	const directory: Uint8Array[] = [];
	let at = 0;
	const add = (list: Uint8Array[], ...more: readonly Uint8Array[]) => {
		list.push(...more);
		if (list === parts) at += more.reduce((sum, { length }) => sum + length, 0);
	};
	for (const [path, bytes] of Object.entries(files)) {
		const name = new TextEncoder().encode(path);
		const sizes = [long(bytes.length), long(bytes.length)];
		const extra = withExtra ? joinBytes(words(1, 24), ...sizes, long(at)) : new Uint8Array();
		add(
			directory,
			joinBytes(uint32(0x02014b50), words(45, 45, 0, 0, 0, 0), uint32(0)),
			joinBytes(uint32(elsewhere), uint32(elsewhere), words(name.length, extra.length, 0, 0, 0)),
			joinBytes(uint32(0), uint32(elsewhere), name, extra),
		);
		add(
			parts,
			joinBytes(uint32(0x04034b50), words(45, 0, 0, 0, 0), uint32(0)),
			joinBytes(uint32(elsewhere), uint32(elsewhere), words(name.length, 20), name),
			joinBytes(words(1, 16), ...sizes, bytes),
		);
	}
	const entries = Object.keys(files).length;
	const begin = at;
	add(parts, ...directory);
	const end = at;
	add(
		parts,
		joinBytes(uint32(0x06064b50), long(44), words(45, 45), uint32(0), uint32(0)),
		joinBytes(long(entries), long(count ?? entries), long(end - begin), long(begin)),
		joinBytes(uint32(0x07064b50), uint32(0), long(endAt ?? end), uint32(1)),
		joinBytes(uint32(0x06054b50), words(0, 0, 0xffff, 0xffff)),
		joinBytes(uint32(elsewhere), uint32(elsewhere), words(0)),
	);
	return joinBytes(...parts);
}

function words(...values: readonly number[]): Uint8Array {
	return new Uint8Array(Uint16Array.from(values).buffer);
}

function long(value: number): Uint8Array {
	return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}
