import type { Candidate } from '$lib/domain/recipe';
import { exportFile } from './export-file';

const SIDE = 512;

/** The sticker of one avatar, for the screen. Owns its object URL. */
export class StickerPreview {
	#url = $state.raw<string | null>(null);

	/** Null while there is none or it is being drawn. */
	get url(): string | null {
		return this.#url;
	}

	/** Shows the sticker of an avatar, or none. Returns the function that ends it. */
	show(candidate: Candidate | null): (() => void) | undefined {
		if (!candidate) return;
		const stop = new AbortController();
		exportFile(candidate, { format: 'png', shape: 'sticker', side: SIDE }, stop.signal).then(
			(file) => {
				if (!stop.signal.aborted) this.#url = URL.createObjectURL(file);
			},
			(error: unknown) => {
				if (!stop.signal.aborted) console.error(error);
			},
		);
		return () => {
			stop.abort();
			if (this.#url) URL.revokeObjectURL(this.#url);
			this.#url = null;
		};
	}
}
