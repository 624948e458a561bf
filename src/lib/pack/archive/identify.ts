import { readZipDirectory, ZipError } from '$lib/archive/zip';
import { PackError } from '$lib/domain/pack';
import { MANIFEST_FILE } from '$lib/domain/pack-catalogue';
import { BlobSource } from '../transfer/blob-source';
import { MAX_MANIFEST_BYTES, parseManifest } from './manifest';
import { readPackArchive, type OpenedPack } from './read';

/** Files that a person has, told apart by their bytes, never by their names alone. */
export type LocalFiles =
	/** An exported pack, or the folder of a prebuilt one; hashes are not checked yet. */
	| { readonly kind: 'pack'; readonly pack: OpenedPack }
	/** Weights for the compiler, with the configurations that lay beside them. */
	| {
			readonly kind: 'weights';
			readonly weights: readonly {
				readonly file: File;
				readonly format: 'safetensors' | 'torch';
			}[];
			readonly configs: readonly File[];
	  };

const ZIP = 0x04034b50; // 'PK\3\4'
const MAX_FILES = 512;
/** Of safetensors' header, as its reference implementation bounds it. */
const MAX_HEADER = 100e6;

/**
 * Tells what the person picked or dropped.
 * @throws PackError 'unsupported' for anything else; what opening a pack throws; signal.reason
 */
export async function identifyFiles(
	files: readonly File[],
	signal?: AbortSignal,
): Promise<LocalFiles> {
	if (files.length > MAX_FILES) {
		throw new PackError('unsupported', `${files.length} files: a pack has fewer than ${MAX_FILES}`);
	}
	const manifest = files.find(({ name }) => name === MANIFEST_FILE);
	if (manifest) return { kind: 'pack', pack: await readPackFolder(manifest, files) };
	const weights: { file: File; format: 'safetensors' | 'torch' }[] = [];
	const configs: File[] = [];
	for (const file of files) {
		signal?.throwIfAborted();
		const format = await formatOf(file, signal);
		if (format === 'pack' && files.length === 1) {
			return { kind: 'pack', pack: await readPackArchive(file, file.name, signal) };
		}
		if (format === 'safetensors' || format === 'torch') weights.push({ file, format });
		else if (format === 'config') configs.push(file);
		else throw new PackError('unsupported', unknown(file, format));
	}
	if (weights.length === 0) {
		throw new PackError('unsupported', 'no exported pack and no weights among the files');
	}
	return { kind: 'weights', weights, configs };
}

function unknown({ name }: File, format: 'pack' | null): string {
	return format === 'pack'
		? `${name} is an exported pack: open it alone`
		: `${name} is no exported pack, no safetensors and no torch checkpoint`;
}

async function formatOf(
	file: File,
	signal?: AbortSignal,
): Promise<'pack' | 'safetensors' | 'torch' | 'config' | null> {
	const head = new DataView(await file.slice(0, 9).arrayBuffer());
	if (head.byteLength >= 4 && head.getUint32(0, true) === ZIP) return zipFormat(file, signal);
	if (head.byteLength === 9 && head.getUint8(8) === 0x7b) {
		const header = head.getBigUint64(0, true);
		if (header <= BigInt(Math.min(file.size - 8, MAX_HEADER))) return 'safetensors';
	}
	return /\.(json|txt)$/.test(file.name) && file.size <= MAX_MANIFEST_BYTES ? 'config' : null;
}

async function zipFormat(file: File, signal?: AbortSignal): Promise<'pack' | 'torch' | null> {
	try {
		const entries = await readZipDirectory(new BlobSource(file), undefined, signal);
		if (entries.some(({ name }) => name === MANIFEST_FILE)) return 'pack';
		return entries.some(({ name }) => name.endsWith('data.pkl')) ? 'torch' : null;
	} catch (error) {
		if (!(error instanceof ZipError)) throw error;
		throw new PackError('unsafe', `${file.name}: ${error.message}`, { cause: error });
	}
}

/** A picked folder: paths are below the folder of its pack.json. */
async function readPackFolder(manifest: File, files: readonly File[]): Promise<OpenedPack> {
	if (manifest.size > MAX_MANIFEST_BYTES) {
		throw new PackError('unsafe', `${MANIFEST_FILE}: ${manifest.size} bytes are no manifest`);
	}
	const parsed = parseManifest(new Uint8Array(await manifest.arrayBuffer()), MANIFEST_FILE);
	const root = pathOf(manifest).slice(0, -MANIFEST_FILE.length);
	const byPath = new Map(files.map((file) => [pathOf(file), file]));
	const found = parsed.files.map(({ path, bytes }): [string, Blob] => {
		const file = byPath.get(root + path);
		if (!file)
			throw new PackError('not-found', `the folder lacks ${path}, which its manifest lists`);
		if (file.size !== bytes) {
			throw new PackError('corrupt', `${path} has ${file.size} bytes, not ${bytes}`);
		}
		return [path, file];
	});
	return { manifest: parsed, files: new Map(found) };
}

function pathOf(file: File): string {
	return file.webkitRelativePath || file.name;
}
