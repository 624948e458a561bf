import type { StoredPart } from '$lib/storage/schema-packs';
import type { Store } from '$lib/storage/store';
import { stackPrefix } from './keys';
import { storing } from './space';

/** A whole file as one Blob over its parts, nothing copied; null when some of it is not there. */
export async function compose(
	store: Store,
	stack: string,
	{ bytes, parts }: { readonly bytes: number; readonly parts: number },
): Promise<Blob | null> {
	const stored = await storing(0, store.values('parts', stackPrefix(stack)));
	const blobs = stored.map((part) => part.bytes).filter((blob) => blob !== null);
	const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
	return stored.length === parts && size === bytes ? new Blob(blobs) : null;
}

/** The bytes of a part; null when the browser has lost them. */
export async function readPart(
	part: StoredPart | undefined,
): Promise<Uint8Array<ArrayBuffer> | null> {
	if (!part?.bytes) return null;
	try {
		const bytes = new Uint8Array(await part.bytes.arrayBuffer());
		return bytes.length === part.size ? bytes : null;
	} catch (error) {
		if (isLost(error)) return null;
		throw error;
	}
}

/** Whether reading a Blob failed because the file behind it is gone. */
export function isLost(error: unknown): boolean {
	return (
		error instanceof DOMException &&
		(error.name === 'NotFoundError' || error.name === 'NotReadableError')
	);
}
