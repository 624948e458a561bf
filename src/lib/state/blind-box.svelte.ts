import { drawBox, type Draw } from '$lib/domain/blind-box';
import { FINAL_SIDE, PREVIEW_SIDE } from '$lib/domain/recipe';
import { cards, type Card } from './cards.svelte';
import { drawNow } from './draw-now';
import { loadExportClient } from './export-client';
import type { Subject } from './session.svelte';

export type BoxPhase = 'sealed' | 'opening' | 'open' | 'failed';

/** Cards in a case: all different. */
export const CASE = 12;

/** 0..1, from the browser's own generator: nobody can tell a box before it is opened. */
const fairRandom = () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;

/** The box on the table: sealed, being opened, open. Methods never throw. */
export class BlindBox {
	#phase = $state<BoxPhase>('sealed');
	#draw = $state.raw<Draw | null>(null);
	#art = $state.raw<Blob | null>(null);
	/** The art is drawn in full. */
	#settled = $state(false);
	#kept = $state.raw<Card | null>(null);
	/** Cards of a case that are drawn; null while none is opened. */
	#caseDone = $state<number | null>(null);
	#work = new AbortController();

	get phase(): BoxPhase {
		return this.#phase;
	}

	get draw(): Draw | null {
		return this.#draw;
	}

	/** Square picture: first a small one, then the full one. */
	get art(): Blob | null {
		return this.#art;
	}

	get settled(): boolean {
		return this.#settled;
	}

	get kept(): Card | null {
		return this.#kept;
	}

	get caseDone(): number | null {
		return this.#caseDone;
	}

	/** Draws what is inside; the card is shown as soon as there is a small picture of it. */
	async open(subject: Subject): Promise<void> {
		this.#begin();
		const { signal } = this.#work;
		// A box that failed holds what it held.
		this.#draw ??= drawBox(fairRandom);
		this.#phase = 'opening';
		try {
			for (const side of [PREVIEW_SIDE, FINAL_SIDE]) {
				this.#art = await artOf(subject, this.#draw, side, signal);
				this.#phase = 'open';
			}
			this.#settled = true;
		} catch (error) {
			if (signal.aborted) return;
			console.error(error);
			this.#phase = 'failed';
		}
	}

	/** Puts the card into the collection. */
	async keep(person: string): Promise<void> {
		if (!this.#draw || !this.#art || !this.#settled || this.#kept) return;
		const card = makeCard(this.#draw, this.#art, person);
		if (await cards.keep(card)) this.#kept = card;
	}

	/** The next box, sealed. What was not kept is gone. */
	next(): void {
		this.#begin();
		this.#draw = null;
		this.#phase = 'sealed';
	}

	/**
	 * Opens a whole case: twelve different cards, kept as they are drawn. Stops at close() or stopCase() with what is
	 * there. @returns the cards
	 */
	async openCase(subject: Subject, person: string): Promise<readonly Card[]> {
		this.next();
		const { signal } = this.#work;
		const drawn: number[] = [];
		const kept: Card[] = [];
		this.#caseDone = 0;
		try {
			while (kept.length < CASE) {
				const draw = drawBox(fairRandom, drawn);
				drawn.push(draw.design.number);
				const card = makeCard(draw, await artOf(subject, draw, FINAL_SIDE, signal), person);
				if (!(await cards.keep(card))) break;
				kept.push(card);
				this.#caseDone = kept.length;
			}
		} catch (error) {
			if (!signal.aborted) {
				console.error(error);
				this.#phase = 'failed';
			}
		} finally {
			this.#caseDone = null;
		}
		return kept;
	}

	stopCase(): void {
		this.#work.abort();
	}

	close(): void {
		this.#work.abort();
	}

	#begin(): void {
		this.#work.abort();
		this.#work = new AbortController();
		this.#art = null;
		this.#settled = false;
		this.#kept = null;
	}
}

async function artOf(
	subject: Subject,
	{ recipe }: Draw,
	side: number,
	signal: AbortSignal,
): Promise<Blob> {
	const { picture } = await drawNow(subject, recipe, side, { signal });
	try {
		const encoder = await loadExportClient();
		const art = await encoder.encodeBitmap(picture, 'jpeg');
		signal.throwIfAborted();
		return art;
	} finally {
		picture.close();
	}
}

function makeCard({ recipe }: Draw, art: Blob, person: string): Card {
	return { id: crypto.randomUUID(), recipe, person: person.trim(), art, createdAt: Date.now() };
}
