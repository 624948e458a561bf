import type { ByteSource } from '$lib/domain/byte-source';

/** Reads a file that is there whole. */
export class BlobSource implements ByteSource {
	constructor(readonly blob: Blob) {}

	get size(): number {
		return this.blob.size;
	}

	async read(begin: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		signal?.throwIfAborted();
		if (!(begin >= 0 && begin <= end && end <= this.size)) {
			throw new RangeError(`the file has no bytes ${begin} to ${end}`);
		}
		const bytes = new Uint8Array(await this.blob.slice(begin, end).arrayBuffer());
		signal?.throwIfAborted();
		return bytes;
	}
}
