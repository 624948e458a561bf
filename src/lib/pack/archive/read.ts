import { locateZipContent, readZipDirectory, ZipError, type ZipEntry } from '$lib/archive/zip';
import { PackError, type PackManifest } from '$lib/domain/pack';
import { MANIFEST_FILE } from '$lib/domain/pack-catalogue';
import { BlobSource } from '../transfer/blob-source';
import { MAX_MANIFEST_BYTES, parseManifest } from './manifest';

/** Of a pack's zip: the manifest's limit on files, and their names. */
const LIMITS = { entries: 257, directoryBytes: 257 * 1024, nameBytes: 512 };

/** An archive whose structure is checked; the hashes of its files are not yet. */
export interface OpenedPack {
	readonly manifest: PackManifest;
	/** By path, exactly those of the manifest; parts of the archive, not copied. */
	readonly files: ReadonlyMap<string, Blob>;
}

/**
 * Opens an exported pack. It is hostile until checked: a plain zip of stored files, its manifest by the schema,
 * exactly the files that the manifest lists, at the sizes that it lists. Whoever keeps the files must check
 * their hashes against the manifest (PackStore.adopt does).
 * @param name of the archive, for errors
 * @throws PackError 'unsafe' that says what is wrong; 'not-found' when it cannot be read; signal.reason
 */
export async function readPackArchive(
	archive: Blob,
	name: string,
	signal?: AbortSignal,
): Promise<OpenedPack> {
	const source = new BlobSource(archive);
	const contentOf = async (entry: ZipEntry) => {
		const begin = await locateZipContent(source, entry, signal);
		return archive.slice(begin, begin + entry.bytes);
	};
	return asPackError(name, signal, async () => {
		// 1. The directory, and the manifest that says what may be in it.
		const entries = await readZipDirectory(source, LIMITS, signal);
		const byName = new Map(entries.map((entry) => [entry.name, entry]));
		const first = byName.get(MANIFEST_FILE);
		if (!first)
			throw new PackError('unsafe', `${name}: no ${MANIFEST_FILE}: this is no exported pack`);
		if (first.bytes > MAX_MANIFEST_BYTES) {
			throw new PackError('unsafe', `${name}: ${MANIFEST_FILE} has ${first.bytes} bytes`);
		}
		const content = await contentOf(first);
		const manifest = parseManifest(
			new Uint8Array(await content.arrayBuffer()),
			`${name}: ${MANIFEST_FILE}`,
		);
		// 2. Exactly its files.
		const listed = new Set([MANIFEST_FILE, ...manifest.files.map(({ path }) => path)]);
		const stranger = entries.find((entry) => !listed.has(entry.name));
		if (stranger) {
			const what = JSON.stringify(stranger.name.slice(0, 200));
			throw new PackError('unsafe', `${name}: holds ${what}, which its manifest does not list`);
		}
		const files = new Map<string, Blob>();
		for (const { path, bytes } of manifest.files) {
			const entry = byName.get(path);
			if (!entry) throw new PackError('unsafe', `${name}: lacks ${path}, which its manifest lists`);
			if (entry.bytes !== bytes) {
				throw new PackError('unsafe', `${name}: ${path} has ${entry.bytes} bytes, not ${bytes}`);
			}
			files.set(path, await contentOf(entry));
		}
		return { manifest, files };
	});
}

async function asPackError<T>(
	name: string,
	signal: AbortSignal | undefined,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof ZipError) {
			throw new PackError('unsafe', `${name}: ${error.message}`, { cause: error });
		}
		// The person moved or changed the file after picking it.
		if (error instanceof DOMException) {
			throw new PackError('not-found', `${name} can no longer be read: ${error.message}`, {
				cause: error,
			});
		}
		throw error;
	}
}
