import type { Rarity } from '$lib/domain/blind-box';
import type { CardSheetOptions, CardWords } from '$lib/bridge/export-client';
import { m } from '$lib/paraglide/messages';
import { loadExportClient } from './export-client';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

/** What a card is drawn from. */
export interface CardParts {
	readonly art: Blob;
	readonly rarity: Rarity;
	readonly words: CardWords;
}

/** The card as a PNG. Throws what the export client throws. */
export async function cardPicture(
	{ art, rarity, words }: CardParts,
	signal?: AbortSignal,
): Promise<Blob> {
	const client = await loadExportClient();
	return client.drawCard(art, rarity, words, { signal });
}

/** Cards leaving the app. Methods tell failures and never throw. */
class CardFiles {
	/** Cards drawn for the sheet that is being made; null when none is. */
	#done = $state<number | null>(null);
	#stop: AbortController | null = null;

	get done(): number | null {
		return this.#done;
	}

	async save(parts: CardParts, name: string): Promise<void> {
		try {
			saveFile(await cardPicture(parts), name);
		} catch (error) {
			console.error(error);
			toasts.show(m.export_failed(), { tone: 'error' });
		}
	}

	/** Sheets at true size as downloads: one PDF, or a PNG for each sheet. */
	async print(parts: readonly CardParts[], options: CardSheetOptions): Promise<void> {
		const stop = new AbortController();
		this.#stop = stop;
		this.#done = 0;
		try {
			const pictures: Blob[] = [];
			for (const one of parts) {
				pictures.push(await cardPicture(one, stop.signal));
				this.#done = pictures.length;
			}
			const client = await loadExportClient();
			const files = await client.cardSheets(pictures, options, { signal: stop.signal });
			files.forEach((file, i) => {
				const page = files.length > 1 ? `-${i + 1}` : '';
				saveFile(file, `likeness-cards-${options.paper}${page}.${options.format}`);
			});
		} catch (error) {
			if (stop.signal.aborted) return;
			console.error(error);
			toasts.show(m.export_failed(), { tone: 'error' });
		} finally {
			if (this.#stop === stop) this.#done = null;
		}
	}

	stop(): void {
		this.#stop?.abort();
	}
}

export const cardFiles = new CardFiles();
