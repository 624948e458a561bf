/**
 * The directory of a zip archive whose members are stored, not compressed, as torch.save writes it.
 * Field places: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14-16 (ends), 4.5.3.
 */
import type { ByteSource } from '$lib/domain/byte-source';
import { CompileError } from '../error';
import { readBytes, truncated } from './bytes';

export interface ZipMember {
	readonly name: string;
	/** Where its local header begins. */
	readonly position: number;
	/** Of its contents. */
	readonly size: number;
}

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const LOCAL_BYTES = 30;
const DIRECTORY_BYTES = 46;
const END_BYTES = 22;
const LOCATOR64_BYTES = 20;
const END64_BYTES = 56;
/** Of the comment after the end record. */
const MOST_COMMENT = 0xffff;
const MOST_MEMBERS = 2 ** 16;
const MOST_DIRECTORY_BYTES = 16 * 2 ** 20;
/** The field stands in the zip64 record instead. */
const ELSEWHERE = 0xffffffff;

/**
 * Reads the members' names, places and sizes, from the end of the file.
 * @throws CompileError 'damaged', or 'unsupported' for a compressed or encrypted member
 */
export async function readZipDirectory(
	source: ByteSource,
	label: string,
	signal?: AbortSignal,
): Promise<readonly ZipMember[]> {
	const { begin, bytes, count } = await findDirectory(source, label, signal);
	if (count > MOST_MEMBERS || bytes > MOST_DIRECTORY_BYTES) {
		throw damaged(label, `its directory claims ${count} members in ${bytes} bytes`);
	}
	const directory = view(
		await readBytes(source, label, 'the zip directory', begin, begin + bytes, signal),
	);
	const members: ZipMember[] = [];
	let at = 0;
	for (let i = 0; i < count; i++) {
		const nameAt = at + DIRECTORY_BYTES;
		if (nameAt > bytes || directory.getUint32(at, true) !== DIRECTORY) {
			throw damaged(label, `member ${i} of its zip directory is not there`);
		}
		const nameBytes = directory.getUint16(at + 28, true);
		const extraBytes = directory.getUint16(at + 30, true);
		const next = nameAt + nameBytes + extraBytes + directory.getUint16(at + 32, true);
		if (next > bytes) throw damaged(label, `member ${i} of its zip directory is cut off`);
		members.push(readMember(directory, at, nameBytes, extraBytes, source, label));
		at = next;
	}
	return members;
}

/** Where the contents of a member begin: its local header has a length of its own. */
export async function findContents(
	source: ByteSource,
	label: string,
	{ name, position, size }: ZipMember,
	signal?: AbortSignal,
): Promise<number> {
	const header = view(
		await readBytes(source, label, name, position, position + LOCAL_BYTES, signal),
	);
	if (header.getUint32(0, true) !== LOCAL) throw damaged(label, `${name} is not at its place`);
	const begin = position + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
	if (begin + size > source.size) throw truncated(source, label, name, begin + size);
	return begin;
}

async function findDirectory(source: ByteSource, label: string, signal?: AbortSignal) {
	// 1. The end record stands before a comment of unknown length; torch writes none.
	const tailAt = Math.max(0, source.size - END_BYTES - MOST_COMMENT);
	const tail = view(
		await readBytes(source, label, 'the zip end record', tailAt, source.size, signal),
	);
	let at = tail.byteLength - END_BYTES;
	while (at >= 0 && tail.getUint32(at, true) !== END) at--;
	if (at < 0) {
		const message = `${label}: file truncated at byte ${source.size}: a zip archive ends with its directory`;
		throw new CompileError('damaged', message);
	}
	const short = {
		count: tail.getUint16(at + 10, true),
		bytes: tail.getUint32(at + 12, true),
		begin: tail.getUint32(at + 16, true),
	};
	// 2. Files beyond 4 GB or 65535 members say it in a zip64 record, which a locator before points to.
	const locatorAt = at - LOCATOR64_BYTES;
	if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== LOCATOR64) return short;
	const endAt = readLong(tail, locatorAt + 8);
	const end64 = view(
		await readBytes(source, label, 'the zip64 end record', endAt, endAt + END64_BYTES, signal),
	);
	if (end64.getUint32(0, true) !== END64) throw damaged(label, 'its zip64 end record is not there');
	return { count: readLong(end64, 32), bytes: readLong(end64, 40), begin: readLong(end64, 48) };
}

function readMember(
	directory: DataView<ArrayBuffer>,
	at: number,
	nameBytes: number,
	extraBytes: number,
	source: ByteSource,
	label: string,
): ZipMember {
	const nameAt = at + DIRECTORY_BYTES;
	const name = new TextDecoder().decode(bytesOf(directory, nameAt, nameBytes));
	const encrypted = directory.getUint16(at + 8, true) & 1;
	if (encrypted || directory.getUint16(at + 10, true) !== 0) {
		const message = `${label}: ${name} is ${encrypted ? 'encrypted' : 'compressed'}; torch stores its tensors as they are`;
		throw new CompileError('unsupported', message);
	}
	// The zip64 extra field holds, in this order, those of the three that stand elsewhere.
	const extra = findExtra64(directory, nameAt + nameBytes, extraBytes);
	const long = (value: number) => {
		if (value !== ELSEWHERE) return value;
		const [found] = extra.splice(0, 1);
		if (found === undefined) throw damaged(label, `${name} lacks its zip64 field`);
		return found;
	};
	const size = long(directory.getUint32(at + 24, true));
	const stored = long(directory.getUint32(at + 20, true));
	const position = long(directory.getUint32(at + 42, true));
	if (stored !== size) throw damaged(label, `${name} takes ${stored} bytes for ${size}`);
	if (position + LOCAL_BYTES + size > source.size) {
		throw truncated(source, label, name, position + LOCAL_BYTES + size);
	}
	return { name, position, size };
}

/** The numbers of the extra field 1 (zip64), or none. */
function findExtra64(directory: DataView<ArrayBuffer>, begin: number, bytes: number): number[] {
	for (let at = begin; at + 4 <= begin + bytes;) {
		const length = directory.getUint16(at + 2, true);
		if (directory.getUint16(at, true) === 1) {
			const fits = Math.min(length, begin + bytes - at - 4) >> 3;
			return Array.from({ length: fits }, (_, i) => readLong(directory, at + 4 + 8 * i));
		}
		at += 4 + length;
	}
	return [];
}

/** Beyond 2^53 it is rounded, and too large for any file. */
function readLong(from: DataView, at: number): number {
	return from.getUint32(at, true) + from.getUint32(at + 4, true) * 2 ** 32;
}

function view(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(from: DataView<ArrayBuffer>, at: number, length: number): Uint8Array {
	return new Uint8Array(from.buffer, from.byteOffset + at, length);
}

function damaged(label: string, what: string): CompileError {
	return new CompileError('damaged', `${label}: ${what}`);
}
