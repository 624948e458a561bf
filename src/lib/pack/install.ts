import type { ArrivingFile } from '$lib/domain/arriving-file';
import { MATTING_MODEL } from '$lib/domain/matting';
import {
	PackError,
	type InstalledPack,
	type InstallProgress,
	type PackManifest,
	type RemoteFile,
} from '$lib/domain/pack';
import { MANIFEST_FILE, type Component, type PackEntry } from '$lib/domain/pack-catalogue';
import { parseManifest } from './archive/manifest';
import type { InstallRecord, PackOutput, PackStore, Transfer, TransferMode } from './contract';
import { InstallMeter } from './install-meter';

/**
 * Makes a pack of arriving files; the compiler comes as an argument. It opens its output when it knows the key of
 * its plan: what was written for another plan is of no use.
 */
export type Compile = (
	input: { readonly pack: PackEntry; readonly files: readonly ArrivingFile[] },
	openOutput: (key: string) => Promise<PackOutput>,
	onProgress: (progress: { step: number; steps: number; current: string }) => void,
	signal: AbortSignal,
) => Promise<PackManifest>;

/** Looks at a network that is kept as it comes. @throws PackError for one that is not what its role wants */
export type CheckNetwork = (graph: Blob, path: string, signal: AbortSignal) => Promise<void>;

export interface InstallParts {
	readonly store: PackStore;
	readonly compile: Compile;
	readonly checkMatting: CheckNetwork;
	readonly onProgress: (progress: InstallProgress) => void;
}

export interface InstallPart {
	readonly component: Component;
	readonly file: RemoteFile;
}

/** What is to be installed, pinned to exact files. */
export interface InstallTarget {
	readonly pack: PackEntry;
	readonly parts: readonly InstallPart[];
}

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 250;

/**
 * Downloads, checks, compiles and keeps one pack, going on where an earlier run stopped. The caller holds the
 * install lock. Whatever happens, complete pieces and compiled weights stay.
 * @throws PackError; what the compiler throws; signal.reason, which means: paused
 */
export async function install(
	{ pack, parts }: InstallTarget,
	{ store, compile, checkMatting, onProgress }: InstallParts,
	signal: AbortSignal,
): Promise<InstalledPack> {
	const streamed = streamedFile(parts);
	const total = parts.reduce((sum, { file }) => sum + file.bytes, 0);
	const presents = await Promise.all(parts.map(({ file }) => store.present(file)));
	const present = presents.reduce((sum, bytes) => sum + bytes, 0);
	const meter = new InstallMeter(pack.id, total, present);
	const report = () => onProgress(meter.progress(Date.now()));
	const timer = setInterval(report, REPORT_EVERY);
	// Fails together: one file that cannot be had stops the others, which keep their pieces.
	const together = new AbortController();
	const stop = AbortSignal.any([signal, together.signal]);

	// 1. Pin the files, so that a later run takes exactly these.
	const record = (status: InstallRecord['status'], problem: InstallRecord['problem'] = null) =>
		store.record({
			pack: pack.id,
			files: parts.map(({ component, file }) => ({ component: component.id, file })),
			status,
			problem,
			startedAt: Date.now(),
		});
	await record('running');
	try {
		// 2. All downloads begin; the large base is read by the compiler while it arrives.
		meter.enter('downloading', streamed?.file.path ?? '');
		report();
		const transfers = new Map<string, Transfer>();
		for (const part of parts) {
			if (transfers.has(contentOf(part.file))) continue;
			const mode: TransferMode = part === streamed ? 'stream' : 'keep';
			const events = {
				onBytes: (count: number) => meter.add(count, Date.now()),
				onWaiting: (waiting: InstallProgress['waiting']) => meter.wait(waiting),
			};
			const transfer = await store.transfer(part.file, mode, events, stop);
			transfer.finished.catch((error: unknown) => together.abort(error));
			transfers.set(contentOf(part.file), transfer);
		}
		const arriving = parts.map((part) => ({
			part,
			transfer: transfers.get(contentOf(part.file))!,
		}));
		const all = () => Promise.all(arriving.map(({ transfer }) => transfer.finished));

		// 3. A prebuilt pack is taken as it is, once it is complete.
		if (parts.every(({ component }) => component.role === 'prebuilt')) {
			await all();
			meter.enter('verifying');
			report();
			const installed = await adoptFolder(arriving, store, stop);
			await store.discard(pack.id); // only the record: the pack refers to its files by now
			return installed;
		}

		// 4. A network that cuts people out needs no compiling, only a look whether it is one.
		if (parts.every(({ component }) => component.role === 'matting')) {
			await all();
			meter.enter('verifying');
			report();
			const manifest = await keptNetwork(pack, arriving);
			const { graph } = manifest.models[MATTING_MODEL];
			const [{ sha256 }] = manifest.files.filter(({ path }) => path === graph);
			const blob = await store.open(sha256);
			if (!blob) throw new PackError('corrupt', `${graph} is gone`);
			await checkMatting(blob, graph, stop);
			return await store.finish(manifest);
		}

		// 5. Anything else is compiled. Steps that an earlier run committed are not done again.
		const files = arriving.map(({ part: { component, file }, transfer }) => ({
			component,
			path: file.path,
			repo: file.repo,
			commit: file.commit,
			sha256: async () => (await transfer.finished).sha256,
			source: transfer.source,
		}));
		const manifest = await compile(
			{ pack, files },
			(key) => store.output(pack.id, key),
			({ current }) => {
				if (meter.progress(Date.now()).bytesDone >= total) meter.enter('compiling', current);
			},
			stop,
		);
		// 6. Every byte has passed and was right, or nothing is kept of it.
		meter.enter('verifying');
		await all();
		stop.throwIfAborted();
		meter.enter('finishing');
		report();
		return await store.finish(manifest);
	} catch (thrown) {
		const error = stop.aborted ? (stop.reason as unknown) : thrown;
		together.abort(error);
		if (signal.aborted) await record('paused');
		else await record('failed', problemOf(error));
		throw error;
	} finally {
		clearInterval(timer);
		together.abort(new DOMException('the install ended', 'AbortError'));
	}
}

/** The one file that passes through the compiler without being kept: the largest that can be read in order. */
function streamedFile(parts: readonly InstallPart[]): InstallPart | undefined {
	const users = (file: RemoteFile) =>
		parts.filter((part) => contentOf(part.file) === contentOf(file)).length;
	return parts
		.filter(
			({ component, file }) =>
				component.role === 'unet' && file.path.endsWith('.safetensors') && users(file) === 1,
		)
		.toSorted((a, b) => b.file.bytes - a.file.bytes)[0];
}

function contentOf({ sha256, url }: RemoteFile): string {
	return sha256 ?? url;
}

/** The manifest of a pack whose first file is its one network, and the others lie beside it. */
async function keptNetwork(
	pack: PackEntry,
	arriving: readonly { readonly part: InstallPart; readonly transfer: Transfer }[],
): Promise<PackManifest> {
	const sources = await Promise.all(
		arriving.map(async ({ part: { component, file }, transfer }) => ({
			component: component.id,
			repo: file.repo,
			commit: file.commit,
			path: file.path,
			licence: component.licence,
			...(await transfer.finished),
		})),
	);
	return {
		format: 1,
		id: pack.id,
		compiler: 'as published',
		sources,
		files: sources.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
		models: { [MATTING_MODEL]: { graph: sources[0].path, shards: [] } },
		settings: {},
	};
}

/** The files of a prebuilt pack, kept by now, become a pack. */
async function adoptFolder(
	arriving: readonly { readonly part: InstallPart; readonly transfer: Transfer }[],
	store: PackStore,
	signal: AbortSignal,
): Promise<InstalledPack> {
	const files = new Map<string, Blob>();
	for (const { part, transfer } of arriving) {
		const blob = await store.open((await transfer.finished).sha256);
		if (!blob) throw new PackError('corrupt', `${part.file.path} is gone`);
		files.set(part.file.path, blob);
	}
	const path = [...files.keys()].find((name) => /(^|\/)pack\.json$/.test(name));
	if (!path) throw new PackError('not-found', 'the pack has no pack.json');
	const folder = path.slice(0, -MANIFEST_FILE.length);
	const manifest = parseManifest(new Uint8Array(await files.get(path)!.arrayBuffer()), path);
	const own = new Map([...files].map(([name, blob]) => [name.slice(folder.length), blob]));
	return store.adopt(manifest, own, () => undefined, signal);
}

function problemOf(error: unknown): NonNullable<InstallRecord['problem']> {
	if (error instanceof PackError) return { kind: error.kind, detail: error.message };
	return { kind: 'unsupported', detail: error instanceof Error ? error.message : String(error) };
}
