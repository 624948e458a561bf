import type { IdMode, IdSpec } from '$lib/domain/id-photo';
import type { Candidate } from '$lib/domain/recipe';
import type { AnimationKind } from '$lib/domain/outputs';
import type { Rarity } from '$lib/domain/blind-box';
import type {
	CardSheetOptions,
	CardWords,
	ExportApi,
	ExportFormat,
	ExportOptions,
	IdFile,
	IdFormat,
	IdSheet,
	Pixels,
	SheetItem,
	SheetOptions,
} from '../../workers/api';
import { WorkerBridge } from './worker-bridge';

export type {
	CardSheetOptions,
	CardWords,
	ExportOptions,
	IdFile,
	IdFormat,
	IdSheet,
	SheetItem,
	SheetOptions,
};

/** The export worker, as the page sees it: encoding a picture or cutting a sticker out would hold the page up. */
export class ExportClient {
	readonly #bridge = new WorkerBridge<ExportApi>({
		spawn: spawnExportWorker,
		idleMs: 60_000,
		retry: (_, losses) => losses < 2,
	});

	/** A bitmap as a file, reduced to fit `longSide`. It is copied and stays the caller's. */
	encodeBitmap(bitmap: ImageBitmap, format: ExportFormat, longSide = Infinity): Promise<Blob> {
		return this.#bridge.run((api, job) => api.encodeBitmap(job, bitmap, format, longSide));
	}

	/** A mask as an opaque PNG. @param grey side x side, 0..255; copied */
	encodeGrey(grey: Uint8ClampedArray, side: number): Promise<Blob> {
		return this.#bridge.run((api, job) => api.encodeGrey(job, grey, side));
	}

	/** An avatar as a file to share. Throws what exportPicture throws, RuntimeError, or the signal's reason. */
	exportPicture(
		candidate: Candidate,
		options: ExportOptions,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<Blob> {
		return this.#bridge.run((api, job) => api.exportPicture(job, candidate, options), signal);
	}

	/** A looping GIF of a finished picture. Throws what animate throws, or the signal's reason. */
	animate(
		picture: Blob,
		kind: AnimationKind,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<Blob> {
		return this.#bridge.run((api, job) => api.animate(job, picture, kind), signal);
	}

	/** A collecting card around a square picture, as a PNG. */
	drawCard(
		art: Blob,
		rarity: Rarity,
		words: CardWords,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<Blob> {
		return this.#bridge.run((api, job) => api.drawCard(job, art, rarity, words), signal);
	}

	/** Cards on paper at true size. Throws what cardSheets throws, or the signal's reason. */
	cardSheets(
		cards: readonly Blob[],
		options: CardSheetOptions,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<Blob[]> {
		return this.#bridge.run((api, job) => api.cardSheets(job, cards, options), signal);
	}

	/** The file of an ID photo. Pixels are copied. Throws what writeIdFile throws, or the signal's reason. */
	writeIdFile(
		pixels: Pixels,
		spec: IdSpec,
		options: { readonly format: IdFormat; readonly mode: IdMode },
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<IdFile> {
		return this.#bridge.run((api, job) => api.writeIdFile(job, pixels, spec, options), signal);
	}

	/** ID photos on paper. Pixels are copied. Throws what writeIdSheet throws, or the signal's reason. */
	writeIdSheet(
		items: readonly SheetItem[],
		options: SheetOptions,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<IdSheet> {
		return this.#bridge.run((api, job) => api.writeIdSheet(job, items, options), signal);
	}
}

function spawnExportWorker(): Worker {
	return new Worker(new URL('../../workers/export.ts', import.meta.url), {
		type: 'module',
		name: 'export',
	});
}
