/**
 * A file in a record. Bytes instead of a Blob: Safari's private windows refuse Blobs, and a Blob's file can
 * vanish under its record, while bytes are written with it in one transaction.
 */
export interface StoredFile {
	readonly type: string;
	readonly bytes: ArrayBuffer;
}

export async function toStoredFile(blob: Blob): Promise<StoredFile> {
	return { type: blob.type, bytes: await blob.arrayBuffer() };
}

export function fromStoredFile({ type, bytes }: StoredFile): Blob {
	return new Blob([bytes], { type });
}
