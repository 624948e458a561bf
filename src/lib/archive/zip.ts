/**
 * Reads the directory of a zip whose files are stored, not compressed: exported packs and torch checkpoints.
 * Everything is checked before it is believed, and nothing but directory and headers is read.
 * Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14-16 (end).
 */
import type { ByteSource } from '$lib/domain/byte-source';

export type ZipProblem =
	| 'damaged' // it contradicts itself or breaks the rules
	| 'truncated' // the directory, which stands at the end, is not there
	| 'packed'; // its files are compressed or encrypted

/** Says what is wrong with the archive; the message names the entry or the byte. */
export class ZipError extends Error {
	override readonly name = 'ZipError';

	constructor(
		message: string,
		readonly problem: ZipProblem = 'damaged',
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

export interface ZipEntry {
	/** As it stands in the archive: not a safe path. No two entries share one. */
	readonly name: string;
	/** Of the content. */
	readonly bytes: number;
	readonly crc32: number;
	/** Where its local header begins. */
	readonly header: number;
	/** Where the next header or the directory begins: the content ends at or before it. */
	readonly limit: number;
}

export interface ZipLimits {
	readonly entries: number;
	/** Of the whole directory. */
	readonly directoryBytes: number;
	/** Of one name, in UTF-8. */
	readonly nameBytes: number;
}

export const ZIP_LIMITS: ZipLimits = {
	entries: 16_384,
	directoryBytes: 4 * 2 ** 20,
	nameBytes: 512,
};

const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const END_64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const STORED = 0;
const ENCRYPTED = 0x2041; // bits 0, 6 and 13: encrypted content, strong encryption, masked headers
const FIELD_64 = 0x0001;
const SEE_64 = 0xffffffff;
const SEE_64_SHORT = 0xffff;

interface Directory {
	readonly begin: number;
	readonly end: number;
	readonly entries: number;
}

/**
 * The entries in the order of their bytes in the file.
 * @throws ZipError for anything but a plain zip of stored files; what the source throws
 */
export async function readZipDirectory(
	source: ByteSource,
	limits: ZipLimits = ZIP_LIMITS,
	signal?: AbortSignal,
): Promise<readonly ZipEntry[]> {
	// 1. The end of the archive says where the directory is.
	const directory = await findDirectory(source, signal);
	const size = directory.end - directory.begin;
	check(directory.entries <= limits.entries, `more than ${limits.entries} files`);
	check(size <= limits.directoryBytes, `a directory of ${size} bytes`);
	// 2. Every entry of it.
	const view = viewOf(await source.read(directory.begin, directory.end, signal));
	const found: Omit<ZipEntry, 'limit'>[] = [];
	let at = 0;
	for (let i = 0; i < directory.entries; i++) {
		const { entry, next } = readEntry(view, at, limits);
		found.push(entry);
		at = next;
	}
	check(at === size, `${size - at} bytes after the last entry of the directory`);
	check(new Set(found.map(({ name }) => name)).size === found.length, 'two files of one name');
	// 3. No two of them share bytes with each other or with the directory.
	found.sort((a, b) => a.header - b.header);
	return found.map((entry, i) => {
		const limit = found[i + 1]?.header ?? directory.begin;
		check(
			entry.header + LOCAL.bytes + entry.bytes <= limit,
			`${quote(entry.name)} reaches into what follows it`,
		);
		return { ...entry, limit };
	});
}

/**
 * Where the content of an entry begins, from its local header; it ends `entry.bytes` later.
 * @throws ZipError when the header says something else than the directory
 */
export async function locateZipContent(
	source: ByteSource,
	entry: ZipEntry,
	signal?: AbortSignal,
): Promise<number> {
	const fixed = viewOf(await source.read(entry.header, entry.header + LOCAL.bytes, signal));
	const name = quote(entry.name);
	check(fixed.getUint32(0, true) === LOCAL.signature, `no header before ${name}`);
	check((fixed.getUint16(6, true) & ENCRYPTED) === 0, `${name} is encrypted`, 'packed');
	check(fixed.getUint16(8, true) === STORED, `${name} is compressed`, 'packed');
	const nameEnd = entry.header + LOCAL.bytes + fixed.getUint16(26, true);
	const begin = nameEnd + fixed.getUint16(28, true);
	check(begin + entry.bytes <= entry.limit, `${name} reaches into what follows it`);
	const own = await source.read(entry.header + LOCAL.bytes, nameEnd, signal);
	check(decode(own) === entry.name, `the header of ${name} has another name`);
	return begin;
}

async function findDirectory(source: ByteSource, signal?: AbortSignal): Promise<Directory> {
	check(source.size >= END.bytes, 'too short for a zip');
	const tailBegin = Math.max(0, source.size - END.bytes - END.longestComment - LOCATOR_64.bytes);
	const tail = viewOf(await source.read(tailBegin, source.size, signal));
	let at = tail.byteLength - END.bytes;
	while (at >= 0 && !isEnd(tail, at)) at--;
	check(at >= 0, 'no end of a zip: the file is cut off or no zip', 'truncated');
	const end = tailBegin + at;
	check(tail.getUint16(at + 4, true) === 0 && tail.getUint16(at + 6, true) === 0, 'several disks');
	const short = {
		entries: tail.getUint16(at + 10, true),
		bytes: tail.getUint32(at + 12, true),
		begin: tail.getUint32(at + 16, true),
	};
	const locator = at - LOCATOR_64.bytes;
	if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR_64.signature) {
		const at64 = integer(tail, locator + 8);
		return findDirectory64(source, at64, tailBegin + locator, signal);
	}
	check(
		short.entries !== SEE_64_SHORT && short.bytes !== SEE_64 && short.begin !== SEE_64,
		'the 64-bit end is missing',
	);
	return directory(short.begin, short.bytes, short.entries, end);
}

async function findDirectory64(
	source: ByteSource,
	at: number,
	locator: number,
	signal?: AbortSignal,
): Promise<Directory> {
	check(at + END_64.bytes <= locator, 'the 64-bit end is not before its locator');
	const end = viewOf(await source.read(at, at + END_64.bytes, signal));
	check(end.getUint32(0, true) === END_64.signature, 'no 64-bit end where the locator points');
	check(end.getUint32(16, true) === 0 && end.getUint32(20, true) === 0, 'several disks');
	return directory(integer(end, 48), integer(end, 40), integer(end, 32), at);
}

function directory(begin: number, bytes: number, entries: number, end: number): Directory {
	check(begin + bytes === end, 'the directory is not where the end says');
	check(entries * ENTRY.bytes <= bytes, 'more files than the directory has room for');
	return { begin, end, entries };
}

function isEnd(tail: DataView, at: number): boolean {
	return (
		tail.getUint32(at, true) === END.signature &&
		at + END.bytes + tail.getUint16(at + 20, true) === tail.byteLength
	);
}

function readEntry(
	view: DataView,
	at: number,
	limits: ZipLimits,
): { entry: Omit<ZipEntry, 'limit'>; next: number } {
	check(at + ENTRY.bytes <= view.byteLength, 'the directory is cut off');
	check(view.getUint32(at, true) === ENTRY.signature, `no entry at byte ${at} of the directory`);
	const nameBytes = view.getUint16(at + 28, true);
	const extraBytes = view.getUint16(at + 30, true);
	const nameBegin = at + ENTRY.bytes;
	const extraBegin = nameBegin + nameBytes;
	const next = extraBegin + extraBytes + view.getUint16(at + 32, true);
	check(next <= view.byteLength, 'the directory is cut off');
	check(nameBytes > 0 && nameBytes <= limits.nameBytes, `a name of ${nameBytes} bytes`);
	const name = decode(new Uint8Array(view.buffer, view.byteOffset + nameBegin, nameBytes));
	check((view.getUint16(at + 8, true) & ENCRYPTED) === 0, `${quote(name)} is encrypted`, 'packed');
	check(view.getUint16(at + 10, true) === STORED, `${quote(name)} is compressed`, 'packed');
	// Sizes and place, or a mark that they are in the 64-bit field, in this order.
	const wide = fieldOf64(view, extraBegin, extraBegin + extraBytes);
	const wideOr = (short: number) => {
		if (short !== SEE_64) return short;
		check(wide.at + 8 <= wide.end, `${quote(name)} lacks its 64-bit size`);
		wide.at += 8;
		return integer(view, wide.at - 8);
	};
	const bytes = wideOr(view.getUint32(at + 24, true));
	const stored = wideOr(view.getUint32(at + 20, true));
	const header = wideOr(view.getUint32(at + 42, true));
	check(stored === bytes, `${quote(name)} has two sizes`);
	return { entry: { name, bytes, crc32: view.getUint32(at + 16, true), header }, next };
}

/** The bytes of the 64-bit extra field; empty when there is none. */
function fieldOf64(view: DataView, begin: number, end: number): { at: number; end: number } {
	for (let at = begin; at + 4 <= end;) {
		const fieldEnd = at + 4 + view.getUint16(at + 2, true);
		check(fieldEnd <= end, 'a field of an entry is cut off');
		if (view.getUint16(at, true) === FIELD_64) return { at: at + 4, end: fieldEnd };
		at = fieldEnd;
	}
	return { at: end, end };
}

/** A 64-bit number that a file can have as a size. */
function integer(view: DataView, at: number): number {
	const value = view.getBigUint64(at, true);
	check(value <= BigInt(2 ** 50), 'a size beyond all files');
	return Number(value);
}

function decode(bytes: Uint8Array): string {
	let name: string;
	try {
		name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw new ZipError('a name that is no UTF-8', 'damaged', { cause });
	}
	// eslint-disable-next-line no-control-regex -- control characters are what is looked for
	check(!/[\u0000-\u001f\u007f]/.test(name), `a name with control characters: ${quote(name)}`);
	return name;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function quote(name: string): string {
	return JSON.stringify(name);
}

function check(holds: boolean, otherwise: string, problem: ZipProblem = 'damaged'): asserts holds {
	if (!holds) throw new ZipError(otherwise, problem);
}
