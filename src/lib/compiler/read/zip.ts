/** The archives of torch.save: zips whose members are stored, not compressed. */
import {
	locateZipContent,
	readZipDirectory as readDirectory,
	ZipError,
	type ZipEntry,
} from '$lib/archive/zip';
import type { ByteSource } from '$lib/domain/byte-source';
import { CompileError } from '../error';

export type ZipMember = ZipEntry;

/** A checkpoint has a member for every tensor. */
const LIMITS = { entries: 2 ** 16, directoryBytes: 16 * 2 ** 20, nameBytes: 1024 };

/**
 * Reads the members' names, places and sizes, from the end of the file.
 * @throws CompileError 'damaged', or 'unsupported' for a compressed or encrypted member
 */
export function readZipDirectory(
	source: ByteSource,
	label: string,
	signal?: AbortSignal,
): Promise<readonly ZipMember[]> {
	return translated(source, label, () => readDirectory(source, LIMITS, signal));
}

/** Where the contents of a member begin: its local header has a length of its own. @throws CompileError */
export function findContents(
	source: ByteSource,
	label: string,
	member: ZipMember,
	signal?: AbortSignal,
): Promise<number> {
	return translated(source, label, () => locateZipContent(source, member, signal));
}

async function translated<T>(
	{ size }: ByteSource,
	label: string,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		if (cause instanceof RangeError) {
			const message = `${label}: file truncated at byte ${size}: it says that it goes on`;
			throw new CompileError('damaged', message, { cause });
		}
		if (!(cause instanceof ZipError)) throw cause;
		const message =
			cause.problem === 'truncated'
				? `file truncated at byte ${size}: a zip archive ends with its directory`
				: cause.message;
		const problem = cause.problem === 'packed' ? 'unsupported' : 'damaged';
		throw new CompileError(problem, `${label}: ${message}`, { cause });
	}
}
