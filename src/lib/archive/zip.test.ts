import { readFileSync } from 'node:fs';
import { makeZip } from 'client-zip';
import { expect, test } from 'vitest';
import type { ByteSource } from '$lib/domain/byte-source';
import { locateZipContent, readZipDirectory, ZIP_LIMITS, ZipError } from './zip';

const DATE = new Date(2026, 0, 1);

/** Bytes in memory that count what was read of them. */
class Memory implements ByteSource {
	bytesRead = 0;

	constructor(readonly bytes: Uint8Array) {}

	get size(): number {
		return this.bytes.length;
	}

	async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
		if (!(begin >= 0 && begin <= end && end <= this.size)) throw new RangeError(`${begin}-${end}`);
		this.bytesRead += end - begin;
		return this.bytes.slice(begin, end) as Uint8Array<ArrayBuffer>;
	}
}

async function zipOf(files: Record<string, string | Uint8Array>): Promise<Uint8Array> {
	const entries = Object.entries(files).map(([name, input]) => ({
		name,
		input,
		lastModified: DATE,
	}));
	return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
}

async function contents(bytes: Uint8Array): Promise<Record<string, string>> {
	const source = new Memory(bytes);
	const found: Record<string, string> = {};
	for (const entry of await readZipDirectory(source)) {
		const begin = await locateZipContent(source, entry);
		found[entry.name] = new TextDecoder().decode(bytes.subarray(begin, begin + entry.bytes));
	}
	return found;
}

/** A copy with some bytes replaced; `find` is where the n-th signature is. */
function patched(bytes: Uint8Array, change: (view: DataView, find: Find) => void): Uint8Array {
	const copy = bytes.slice();
	const view = new DataView(copy.buffer);
	change(view, (signature, n = 0) => {
		for (let at = 0; at + 4 <= copy.length; at++) {
			if (view.getUint32(at, true) === signature && n-- === 0) return at;
		}
		throw new Error('no such signature');
	});
	return copy;
}
type Find = (signature: number, n?: number) => number;

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const FILES = { 'a.txt': 'first', 'b/ü.txt': 'second', empty: '' };
const ZIP = await zipOf(FILES);

/** The same archive with the 64-bit records that torch always writes, and nothing in the short ones. */
function zip64Of(bytes: Uint8Array, marks: boolean): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const at = bytes.length - 22;
	const end = new DataView(new ArrayBuffer(56 + 20));
	end.setUint32(0, 0x06064b50, true);
	end.setBigUint64(4, 44n, true);
	end.setBigUint64(24, BigInt(view.getUint16(at + 8, true)), true);
	end.setBigUint64(32, BigInt(view.getUint16(at + 10, true)), true);
	end.setBigUint64(40, BigInt(view.getUint32(at + 12, true)), true);
	end.setBigUint64(48, BigInt(view.getUint32(at + 16, true)), true);
	end.setUint32(56, 0x07064b50, true);
	end.setBigUint64(64, BigInt(at), true);
	end.setUint32(72, 1, true);
	const short = bytes.slice(at);
	if (marks) short.fill(0xff, 8, 20);
	return new Uint8Array([...bytes.slice(0, at), ...new Uint8Array(end.buffer), ...short]);
}

test('finds every file and its content', async () => {
	expect(await contents(ZIP)).toEqual(FILES);
});

test.each([false, true])('reads the 64-bit records (sizes only there: %s)', async (marks) => {
	expect(await contents(zip64Of(ZIP, marks))).toEqual(FILES);
});

test.each(['ip_faceid/ip-adapter-faceid_tiny.bin', 'uniportrait/backbone.bin'])(
	'reads what torch.save wrote: %s',
	async (file) => {
		const source = new Memory(readFileSync(`tests/fixtures/golden/${file}`));
		const entries = await readZipDirectory(source);
		const pickle = entries.find(({ name }) => name.endsWith('/data.pkl'))!;
		const begin = await locateZipContent(source, pickle);
		expect(source.bytes[begin]).toBe(0x80); // PROTO
		expect(source.bytes[begin + pickle.bytes - 1]).toBe(0x2e); // STOP
		for (const entry of entries) expect(await locateZipContent(source, entry)).toBeGreaterThan(0);
	},
);

test('a comment at the end is allowed, also one that looks like an end', async () => {
	const comment = new Uint8Array(40);
	new DataView(comment.buffer).setUint32(4, END, true);
	const zip = new Uint8Array([...ZIP, ...comment]);
	new DataView(zip.buffer).setUint16(ZIP.length - 2, comment.length, true);
	expect(await contents(zip)).toEqual(FILES);
});

test('reads directory and headers, not the contents', async () => {
	const source = new Memory(await zipOf({ large: new Uint8Array(500_000), small: 'x' }));
	const [large] = await readZipDirectory(source);
	await locateZipContent(source, large);
	expect(source.bytesRead).toBeLessThan(70_000);
});

test.each<[string, (view: DataView, find: Find) => void, RegExp]>([
	[
		'a compressed file',
		(view, find) => view.setUint16(find(ENTRY) + 10, 8, true),
		/"a.txt" is compressed/,
	],
	['an encrypted file', (view, find) => view.setUint16(find(ENTRY) + 8, 1, true), /encrypted/],
	['a size that lies', (view, find) => view.setUint32(find(ENTRY) + 24, 6, true), /two sizes/],
	[
		'a file that reaches into the next',
		(view, find) => {
			view.setUint32(find(ENTRY) + 20, 500, true);
			view.setUint32(find(ENTRY) + 24, 500, true);
		},
		/"a.txt" reaches into what follows/,
	],
	[
		'two files in the same place',
		(view, find) => view.setUint32(find(ENTRY, 1) + 42, 0, true),
		/reaches into/,
	],
	[
		'a header beyond the file',
		(view, find) => view.setUint32(find(ENTRY, 2) + 42, 1e9, true),
		/reaches into/,
	],
	[
		'more files than there are',
		(view, find) => view.setUint16(find(END) + 10, 4, true),
		/room for|cut off|no entry/,
	],
	[
		'fewer files than there are',
		(view, find) => view.setUint16(find(END) + 10, 2, true),
		/after the last entry/,
	],
	[
		'a directory elsewhere',
		(view, find) => view.setUint32(find(END) + 16, 5, true),
		/not where the end says/,
	],
	['several disks', (view, find) => view.setUint16(find(END) + 4, 1, true), /several disks/],
	['a name that is no UTF-8', (view, find) => view.setUint8(find(ENTRY) + 46, 0xff), /no UTF-8/],
	['a name with a zero', (view, find) => view.setUint8(find(ENTRY) + 46, 0), /control characters/],
	[
		'a name longer than the directory',
		(view, find) => view.setUint16(find(ENTRY, 2) + 28, 5000, true),
		/cut off/,
	],
	[
		'no entry where one should be',
		(view, find) => view.setUint32(find(ENTRY), 7, true),
		/no entry at byte 0/,
	],
])('%s is refused', async (_, change, message) => {
	const reading = readZipDirectory(new Memory(patched(ZIP, change)));
	await expect(reading).rejects.toThrow(message);
	await expect(reading).rejects.toBeInstanceOf(ZipError);
});

test.each<[string, (view: DataView, find: Find) => void, RegExp]>([
	['another name', (view, find) => view.setUint8(find(LOCAL) + 30, 0x7a), /another name/],
	['compression', (view, find) => view.setUint16(find(LOCAL) + 8, 8, true), /compressed/],
	['another place', (view, find) => view.setUint32(find(LOCAL), 0, true), /no header before/],
	[
		'a long extra field',
		(view, find) => view.setUint16(find(LOCAL) + 28, 60, true),
		/reaches into/,
	],
])('%s in the header of a file is refused', async (_, change, message) => {
	await expect(contents(patched(ZIP, change))).rejects.toThrow(message);
});

test('two files of one name are refused', async () => {
	const zip = await zipOf({ 'a.txt': '1', 'b.txt': '2' });
	const twice = patched(zip, (view, find) => view.setUint8(find(ENTRY, 1) + 46, 0x61));
	await expect(readZipDirectory(new Memory(twice))).rejects.toThrow(/two files of one name/);
});

test.each([0, 1, 21, 22, ZIP.length - 1])(
	'a file that ends after %i bytes is refused',
	async (length) => {
		await expect(readZipDirectory(new Memory(ZIP.subarray(0, length)))).rejects.toBeInstanceOf(
			ZipError,
		);
	},
);

test('no more is read than the limits allow', async () => {
	const limits = (change: object) =>
		readZipDirectory(new Memory(ZIP), { ...ZIP_LIMITS, ...change });
	await expect(limits({ entries: 2 })).rejects.toThrow(/more than 2 files/);
	await expect(limits({ directoryBytes: 10 })).rejects.toThrow(/directory of/);
	await expect(limits({ nameBytes: 3 })).rejects.toThrow(/a name of 5 bytes/);
});

test('a 64-bit end that points at itself or beyond is refused', async () => {
	const wide = zip64Of(ZIP, true);
	for (const at of [BigInt(wide.length), BigInt(ZIP.length + 40), 2n ** 63n, 0n]) {
		const bytes = patched(wide, (view, find) => view.setBigUint64(find(0x07064b50) + 8, at, true));
		await expect(readZipDirectory(new Memory(bytes))).rejects.toBeInstanceOf(ZipError);
	}
});
