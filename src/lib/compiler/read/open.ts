import type { ByteSource } from '$lib/domain/byte-source';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { readBytes } from './bytes';
import { openSafetensors } from './safetensors';
import { openTorch } from './torch';

const LOOK = 64;

/** Beginnings of files that people take for checkpoints, and what those are. */
const OTHERS: readonly (readonly [beginning: string, what: string])[] = [
	['GGUF', 'a GGUF file: install the original safetensors instead'],
	['\x80\x02', 'written by torch before 1.6 (no zip archive): save it again with a later version'],
	['version https://git-lfs', 'a Git LFS pointer, not the file that it points to'],
	['<!doctype', 'a web page, not a checkpoint: the download went wrong'],
	['<html', 'a web page, not a checkpoint: the download went wrong'],
	['{', 'a JSON file: of a checkpoint in several files, pick the safetensors'],
	['\x89HDF', 'an HDF5 file of Keras'],
	['\x1f\x8b', 'a compressed archive: unpack it first'],
	['7z\xbc\xaf', 'a compressed archive: unpack it first'],
	['Rar!', 'a compressed archive: unpack it first'],
];

/**
 * Opens a checkpoint by what it contains, whatever its name ends with.
 * @param path for errors
 * @throws CompileError 'unsupported' for another format, which it names; 'damaged', 'unsafe' as the readers
 */
export async function openCheckpoint(
	source: ByteSource,
	path: string,
	signal?: AbortSignal,
): Promise<Checkpoint> {
	const end = Math.min(LOOK, source.size);
	const bytes = await readBytes(source, path, 'its beginning', 0, end, signal);
	const beginning = String.fromCharCode(...bytes);
	// Eight bytes of length, of which the upper four are zero, then an object.
	if (beginning.startsWith('\0\0\0\0{', 4)) return openSafetensors(source, path, signal);
	if (beginning.startsWith('PK\x03\x04')) return openTorch(source, path, signal);
	if (source.size === 0) throw new CompileError('damaged', `${path} is empty`);
	const text = beginning.trimStart().toLowerCase();
	const other = OTHERS.find(([start]) => text.startsWith(start.toLowerCase()));
	const what = other?.[1] ?? 'neither a safetensors file nor one of torch.save';
	throw new CompileError('unsupported', `${path} is ${what}`);
}
