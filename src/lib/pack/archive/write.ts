import { makeZip } from 'client-zip';
import type { PackManifest } from '$lib/domain/pack';
import { MANIFEST_FILE } from '$lib/domain/pack-catalogue';

/** The same pack gives the same bytes: no dates. */
const NO_DATE = new Date(1980, 0, 1);
/** Collected in memory before the browser takes it over as a Blob. */
const HELD_BYTES = 16 * 2 ** 20;

/** `pack.json` as it is written everywhere. */
export function encodeManifest(manifest: PackManifest): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(`${JSON.stringify(manifest, null, '\t')}\n`);
}

/**
 * A pack as one zip: the manifest first, the files as they are, not compressed (weights do not shrink).
 * @param open a file of the pack by its path; asked when its turn comes
 * Reading fails with what `open` throws, and with signal.reason.
 */
export function writePackArchive(
	manifest: PackManifest,
	open: (path: string) => Promise<Blob>,
	signal?: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
	async function* entries() {
		const bytes = encodeManifest(manifest);
		yield { name: MANIFEST_FILE, lastModified: NO_DATE, input: bytes, size: bytes.length };
		for (const { path, bytes: size } of manifest.files) {
			signal?.throwIfAborted();
			const file = await open(path);
			yield { name: path, lastModified: NO_DATE, input: file.stream(), size };
		}
	}
	// Typed for buffers of any kind; it hands on ours and makes plain ones.
	return makeZip(entries()) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** The same as one Blob, of which no more than a few megabytes are in memory at once. */
export async function packArchiveBlob(
	manifest: PackManifest,
	open: (path: string) => Promise<Blob>,
	signal?: AbortSignal,
): Promise<Blob> {
	const reader = writePackArchive(manifest, open, signal).getReader();
	const done: Blob[] = [];
	let held: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	const hand = () => {
		done.push(new Blob(held));
		held = [];
		bytes = 0;
	};
	try {
		for (let read = await reader.read(); !read.done; read = await reader.read()) {
			signal?.throwIfAborted();
			held.push(read.value);
			bytes += read.value.length;
			if (bytes >= HELD_BYTES) hand();
		}
	} catch (error) {
		void reader.cancel(error).catch(() => undefined);
		throw error;
	}
	hand();
	return new Blob(done, { type: 'application/zip' });
}
