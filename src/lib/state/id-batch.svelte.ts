import { IdPhotoClient, type IdRendering } from '$lib/bridge/id-photo-client';
import type { IdMode, IdSpec } from '$lib/domain/id-photo';
import { PhotoError } from '$lib/domain/photo';
import { m } from '$lib/paraglide/messages';
import type { Store } from '$lib/storage/store';
import { loadEngines } from './engines';
import { loadExportClient } from './export-client';
import { fineCutOut } from './fine-cut-out.svelte';
import { choicesFor, recipeOf } from './id-choices';
import { waitingEntry, type BatchEntry, type BatchProblem } from './id-batch-entry';
import {
	forgetBatch,
	keepBatch,
	keepBatchEntry,
	readBatch,
	type KeptBatch,
} from './id-batch-store';
import { openGallery } from './open-gallery';
import { Pace } from './pace';
import { saveFile } from './save-file';
import { settings } from './settings.svelte';
import { stayAwake } from './stay-awake';
import { toasts } from './toasts.svelte';

/** Photos of a class or a company with one spec: one after the other, each held no longer than it takes. */
class IdBatch {
	#entries = $state.raw<readonly BatchEntry[]>([]);
	#running = $state(false);
	#pace = $state.raw(new Pace());
	#stop: AbortController | null = null;
	#spec: IdSpec | null = null;

	get entries(): readonly BatchEntry[] {
		return this.#entries;
	}

	get running(): boolean {
		return this.#running;
	}

	get done(): number {
		return this.#entries.filter(({ status }) => status !== 'waiting' && status !== 'running')
			.length;
	}

	/** Whole seconds, or null while unknown. */
	get secondsLeft(): number | null {
		const each = this.#pace.of(0);
		const left = this.#entries.length - this.done;
		return each === null || left === 0 ? null : Math.max(1, Math.ceil((left * each) / 1000));
	}

	/**
	 * Makes a picture of every photo; one that fails is marked and the others go on. Never throws.
	 * @param allowSeveral takes the largest face where there are more
	 */
	async run(
		files: readonly File[],
		spec: IdSpec,
		mode: IdMode,
		allowSeveral = false,
	): Promise<void> {
		if (this.#running) return;
		this.#spec = spec;
		this.#running = true;
		this.#pace = new Pace();
		this.#entries = files.map((file) => waitingEntry(file.webkitRelativePath || file.name));
		const { signal } = (this.#stop = new AbortController());
		// Its own, so that the photo on the desk stays open.
		const client = new IdPhotoClient();
		const work = async (file: File) => make(file, spec, mode, allowSeveral, client, signal);
		try {
			await fineCutOut.load();
			const store = await this.#keepAll();
			await stayAwake().during(() => this.#makeAll(files, work, store, signal));
		} finally {
			client.close();
			this.#running = false;
		}
	}

	/** Stops after the photo that is being made; what is finished stays. */
	cancel(): void {
		this.#stop?.abort();
	}

	/** Shows the batch that an earlier visit left. Never throws. */
	async load(): Promise<void> {
		if (this.#entries.length > 0) return;
		try {
			const kept = await readBatch((await openGallery()).store);
			if (kept && this.#entries.length === 0) this.#show(kept);
		} catch (error) {
			console.error(error);
		}
	}

	/** Makes room for another one once this one has ended, with a way back to it. Never throws. */
	clear(): void {
		if (this.#running) return;
		const [spec, entries] = [this.#spec, this.#entries];
		this.#entries = [];
		void this.#forget();
		if (!spec || entries.every(({ status }) => status === 'waiting')) return;
		toasts.show(m.batch_cleared(), {
			action: {
				label: m.action_undo(),
				run: () => {
					if (this.#entries.length > 0) return; // another one was begun
					this.#show({ spec, entries });
					void this.#keepAll();
				},
			},
		});
	}

	/**
	 * The finished files and the report as one zip. Throws what reading the files throws.
	 * @param words of the report in the person's language
	 */
	async download(words: {
		readonly headings: readonly [string, string, string, string, string];
		readonly verdicts: Readonly<Record<'pass' | 'warn' | 'fail' | 'error', string>>;
		readonly remarks: (entry: BatchEntry) => readonly string[];
	}): Promise<void> {
		const spec = this.#spec;
		if (!spec) return;
		const [{ makeZip }, { idFileName, stemOf, uniqueNames }, { batchReport }] = await Promise.all([
			import('client-zip'),
			import('$lib/idphoto/file/names'),
			import('$lib/idphoto/file/report'),
		]);
		const ended = this.#entries.filter(
			({ status }) => status !== 'waiting' && status !== 'running',
		);
		const made = ended.filter(({ file }) => file !== null);
		const names = uniqueNames(
			made.map(({ photo, file }) =>
				idFileName(stemOf(photo), spec, file!.type === 'image/png' ? 'png' : 'jpg'),
			),
		);
		const nameOf = new Map(made.map((entry, i) => [entry, names[i]]));
		const rows = ended.map((entry) => ({
			photo: entry.photo,
			file: nameOf.get(entry) ?? '',
			verdict: entry.status as 'pass' | 'warn' | 'fail' | 'error',
			remarks: words.remarks(entry),
			bytes: entry.file?.size ?? null,
		}));
		const report = batchReport(rows, words.headings, words.verdicts);
		const files = [
			...made.map((entry) => ({ name: nameOf.get(entry)!, input: entry.file! })),
			{ name: 'report.csv', input: report },
		];
		const zip = await new Response(makeZip(files)).blob();
		saveFile(new Blob([zip], { type: 'application/zip' }), `${spec.id}.zip`);
	}

	async #makeAll(
		files: readonly File[],
		work: (file: File) => Promise<Partial<BatchEntry>>,
		store: Store | null,
		signal: AbortSignal,
	): Promise<void> {
		for (const [i, file] of files.entries()) {
			if (signal.aborted) break;
			this.#set(i, { status: 'running' });
			const startedAt = performance.now();
			try {
				this.#set(i, await work(file));
				this.#pace = this.#pace.with(0, performance.now() - startedAt);
			} catch (error) {
				if (signal.aborted) this.#set(i, { status: 'waiting' });
				else this.#set(i, { status: 'error', problem: problemOf(error) });
			}
			// A full disk costs the copy on disk, not the batch.
			if (store) await keepBatchEntry(store, i, this.#entries[i]).catch(this.#tellUnkept);
		}
	}

	#show({ spec, entries }: KeptBatch): void {
		this.#spec = spec;
		this.#entries = entries;
	}

	/** @returns where its photos are kept too; null where that cannot be, and the person knows */
	async #keepAll(): Promise<Store | null> {
		try {
			const { store } = await openGallery();
			await keepBatch(store, { spec: this.#spec!, entries: this.#entries });
			return store;
		} catch (error) {
			this.#tellUnkept(error);
			return null;
		}
	}

	async #forget(): Promise<void> {
		try {
			await forgetBatch((await openGallery()).store);
		} catch (error) {
			console.error(error);
		}
	}

	readonly #tellUnkept = (error: unknown): void => {
		console.error(error);
		toasts.show(m.batch_not_kept(), { tone: 'error' });
	};

	#set(index: number, change: Partial<BatchEntry>): void {
		this.#entries = this.#entries.with(index, { ...this.#entries[index], ...change });
	}
}

class NoSingleFace extends Error {
	constructor(readonly problem: 'no-face' | 'several-faces') {
		super(problem);
	}
}

/** From a file to a file; nothing of the photo outlives it. */
async function make(
	file: File,
	spec: IdSpec,
	mode: IdMode,
	allowSeveral: boolean,
	client: IdPhotoClient,
	signal: AbortSignal,
): Promise<Partial<BatchEntry>> {
	const [{ face }, encoder] = await Promise.all([loadEngines(), loadExportClient()]);
	await settings.startFaces(face, { signal });
	const { bitmap } = await face.decode(file, file.name, { signal });
	let picture: IdRendering;
	try {
		const [chosen, ...others] = await face.findFaces(bitmap, { signal });
		if (!chosen) throw new NoSingleFace('no-face');
		if (others.length > 0 && !allowSeveral) throw new NoSingleFace('several-faces');
		const boxes = others.map(({ box }) => box);
		const subject = await face.idSubject(bitmap, chosen, boxes, { signal });
		const finer = fineCutOut.on ? await fineCutOut.maskOf(bitmap, subject, { signal }) : null;
		await client.open(bitmap, subject, { signal, finer });
		picture = await client.render(recipeOf(choicesFor(spec, mode)), null, { signal });
	} finally {
		bitmap.close();
	}
	const { width, height, rgba, checks } = picture;
	const options = { format: spec.file.formats[0], mode } as const;
	const pixels = { width, height, data: rgba };
	const written = await encoder.writeIdFile(pixels, spec, options, { signal });
	const remarks = checks.filter(({ verdict }) => verdict !== 'pass');
	const failed = !written.within || remarks.some(({ verdict }) => verdict === 'fail');
	return {
		status: failed ? 'fail' : remarks.length > 0 ? 'warn' : 'pass',
		remarks,
		file: written.file,
		within: written.within,
	};
}

function problemOf(error: unknown): BatchProblem {
	if (error instanceof PhotoError) return error.problem;
	if (error instanceof NoSingleFace) return error.problem;
	console.error(error);
	return 'device';
}

export const idBatch = new IdBatch();
