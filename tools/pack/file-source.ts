import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../../src/lib/domain/byte-source';

/** A file on disk, read by ranges. */
export class FileSource implements ByteSource {
	private constructor(
		readonly size: number,
		readonly handle: FileHandle,
		readonly file: string,
	) {}

	static async open(file: string): Promise<FileSource> {
		const handle = await open(file, 'r');
		const { size } = await handle.stat();
		return new FileSource(size, handle, file);
	}

	async read(begin: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		signal?.throwIfAborted();
		if (!(begin >= 0 && begin <= end && end <= this.size)) {
			throw new RangeError(`${this.file}: bytes ${begin} to ${end} of ${this.size}`);
		}
		const bytes = new Uint8Array(end - begin);
		for (let done = 0; done < bytes.length;) {
			const { bytesRead } = await this.handle.read(bytes, done, bytes.length - done, begin + done);
			if (!bytesRead) throw new RangeError(`${this.file} ends at ${begin + done}`);
			done += bytesRead;
		}
		return bytes;
	}

	async close(): Promise<void> {
		await this.handle.close();
	}
}
