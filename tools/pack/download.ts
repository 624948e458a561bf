import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RemoteFile } from '../../src/lib/domain/pack';
import { hashFile } from './hash-file';

/**
 * Fetches a file of a hub into a folder, going on where an earlier run stopped, and checks it. A file that is
 * there already is not fetched again. @returns its path
 */
export async function download(
	file: RemoteFile,
	folder: string,
	log: (line: string) => void,
	signal?: AbortSignal,
): Promise<string> {
	const target = path.resolve(folder, file.hub, file.repo, file.commit || 'unpinned', file.path);
	if ((await sizeOf(target)) === file.bytes) return target;
	const part = `${target}.part`;
	await mkdir(path.dirname(target), { recursive: true });
	for (let begin = (await sizeOf(part)) ?? 0; begin < file.bytes;) {
		const headers = { range: `bytes=${begin}-` };
		const response = await fetch(file.url, { headers, signal });
		if (!response.ok || !response.body) throw new Error(`${file.url}: HTTP ${response.status}`);
		// A server without ranges sends the file from its beginning.
		if (response.status !== 206) begin = 0;
		const out = await open(part, begin ? 'a' : 'w');
		try {
			for await (const piece of response.body) {
				await out.write(piece);
				begin += piece.length;
			}
		} catch (error) {
			signal?.throwIfAborted();
			log(`${file.path}: ${(error as Error).message}; going on at byte ${begin}`);
		} finally {
			await out.close();
		}
	}
	const { bytes, sha256 } = await hashFile(part, signal);
	if (bytes !== file.bytes || (file.sha256 !== null && sha256 !== file.sha256)) {
		throw new Error(`${part} is not what the hub lists: remove it and try again`);
	}
	await rename(part, target);
	return target;
}

async function sizeOf(file: string): Promise<number | undefined> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
