import type { IdRendering } from '$lib/bridge/id-photo-client';
import type { IdSpec } from '$lib/domain/id-photo';
import { planIdSheet } from '$lib/idphoto/file/id-sheet';
import { MM_PER_INCH, PAPERS, type PaperId } from '$lib/image/print/paper';
import { m } from '$lib/paraglide/messages';
import { loadExportClient } from './export-client';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

/** A picture that waits to be printed; it stays when the desk goes on to another size. */
export interface PrintItem {
	readonly key: string;
	readonly spec: IdSpec;
	readonly picture: Pick<IdRendering, 'width' | 'height' | 'rgba'>;
	/** Null fills what is left of the sheet; only one does. */
	readonly count: number | null;
	/** Of the file; goes with the item. */
	readonly url: string;
}

export const ID_PAPERS = ['photo6cun', 'photo3r', 'a4', 'letter'] as const satisfies PaperId[];
export type IdPaper = (typeof ID_PAPERS)[number];

const DPI = 300;
const MARGIN_MM = 3;

/** A sheet of ID photos in any mix. */
class IdPrint {
	paper = $state<IdPaper>('photo6cun');
	/** Millimetres between pieces. */
	gap = $state(2);
	cutLines = $state(true);
	#items = $state.raw<readonly PrintItem[]>([]);
	#busy = $state(false);
	#plan = $derived.by(() => {
		const items = this.#items.map(({ spec, count }) => ({
			mm: sizeOf(spec),
			count: count ?? undefined,
		}));
		return planIdSheet(items, this.#options);
	});

	get items(): readonly PrintItem[] {
		return this.#items;
	}

	/** Where the pieces lie, in millimetres. */
	get plan() {
		return this.#plan;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** Adds a picture, or takes the place of one with the same spec. The first fills the sheet. */
	put(spec: IdSpec, picture: PrintItem['picture'], file: Blob): void {
		const old = this.#items.find((item) => item.spec.id === spec.id);
		const fills = this.#items.some(({ count }) => count === null);
		const count = old ? old.count : fills ? 4 : null;
		const key = old?.key ?? crypto.randomUUID();
		const item: PrintItem = { key, spec, picture, count, url: URL.createObjectURL(file) };
		if (old) URL.revokeObjectURL(old.url);
		this.#items = old
			? this.#items.map((one) => (one === old ? item : one))
			: [...this.#items, item];
	}

	/** @param count null fills the sheet: another that did gets as many as it has now */
	setCount(key: string, count: number | null): void {
		this.#items = this.#items.map((item, i) => {
			if (item.key === key) return { ...item, count };
			if (count === null && item.count === null) {
				return { ...item, count: this.#plan.batchOf.filter((batch) => batch === i).length };
			}
			return item;
		});
	}

	remove(key: string): void {
		const gone = this.#items.find((item) => item.key === key);
		if (gone) URL.revokeObjectURL(gone.url);
		this.#items = this.#items.filter((item) => item !== gone);
	}

	/** Writes the sheet and hands it out. Tells failures and never throws. */
	async download(format: 'jpeg' | 'pdf'): Promise<void> {
		this.#busy = true;
		try {
			const client = await loadExportClient();
			const items = this.#items.map(({ spec, picture, count }) => ({
				pixels: { width: picture.width, height: picture.height, data: picture.rgba },
				mm: sizeOf(spec),
				count: count ?? undefined,
			}));
			const title = this.#items.map(({ spec }) => spec.id).join('+');
			const options = { ...this.#options, cutLines: this.cutLines, format, dpi: DPI, title };
			const { file } = await client.writeIdSheet(items, options);
			saveFile(file, `${title}_${this.paper}.${format === 'pdf' ? 'pdf' : 'jpg'}`);
		} catch (error) {
			console.error(error);
			toasts.show(m.export_failed(), { tone: 'error' });
		} finally {
			this.#busy = false;
		}
	}

	get #options() {
		return { paper: PAPERS[this.paper], gap: this.gap, margin: MARGIN_MM };
	}
}

/** On paper: its millimetres, or those of its pixels at its resolution. */
export function sizeOf({ mm, px, dpi }: IdSpec): {
	readonly width: number;
	readonly height: number;
} {
	return mm ?? { width: (px.width / dpi) * MM_PER_INCH, height: (px.height / dpi) * MM_PER_INCH };
}

export const idPrint = new IdPrint();
