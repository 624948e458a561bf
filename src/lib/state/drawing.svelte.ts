import { FINAL_SIDE, PREVIEW_SIDE, type StyleId } from '$lib/domain/recipe';
import type { Rendering } from '$lib/bridge/studio-client';
import type { Engines } from './engines';
import { finish } from './finish';
import { InFlight } from './in-flight';
import { Pace } from './pace';
import { nextDrawing } from './queue';
import type { Result } from './result.svelte';
import type { Session } from './session.svelte';

/** Draws the avatars of a session, as many at a time as the studio has hands: every preview, then every final picture. */
export class Drawing {
	/** What the person looks at is drawn first. */
	wanted = $state.raw<{ readonly style: StyleId | null; readonly key: string | null }>({
		style: null,
		key: null,
	});
	#runs = $state(0);
	#pace = $state.raw(new Pace());
	/** The first picture of a portrait is drawn with the preparation and cold code: it says little of the others. */
	#first = true;

	get running(): boolean {
		return this.#runs > 0;
	}

	/** Estimate for all that is left, in whole seconds; null while unknown or under a second. */
	secondsLeft(results: readonly Result[]): number | null {
		const preview = this.#pace.of(PREVIEW_SIDE);
		if (preview === null) return null;
		const final = this.#pace.of(FINAL_SIDE) ?? preview * (FINAL_SIDE / PREVIEW_SIDE) ** 2;
		const cost = { waiting: preview + final, preview: final, final: 0, failed: 0 };
		const seconds = results.reduce((sum, { status }) => sum + cost[status], 0) / 1000;
		return seconds >= 1 ? Math.ceil(seconds) : null;
	}

	/**
	 * Until everything is drawn. One picture that fails is marked and the others go on.
	 * Throws the signal's reason, or what made opening the portrait fail.
	 */
	async run(session: Session, engines: Engines, signal: AbortSignal): Promise<void> {
		const { subject } = session;
		if (!subject) throw new RangeError('There is no portrait to draw.');
		this.#runs++;
		const drawing = new InFlight();
		const finishing = new InFlight();
		try {
			const { studio } = engines;
			await studio.open(subject.portrait, { signal });
			this.#first = true;
			for (;;) {
				signal.throwIfAborted();
				const next = nextDrawing(session.results, this.wanted);
				if (!next && drawing.size + finishing.size === 0) return;
				// 1. A preview that is being scored becomes a final to draw; and finishing must keep up.
				const keepsUp = finishing.size <= studio.hands;
				if (!next || drawing.size >= studio.hands || !keepsUp) {
					await Promise.race([drawing.next(), finishing.next()]);
					continue;
				}
				// 2. Draw one; score, encode and save it beside the next ones.
				const { result } = next;
				result.busy = true;
				drawing.start(async () => {
					const drawn = await attempt(result, signal, () => this.#render(next, engines, signal));
					if (!drawn) return;
					finishing.start(async () => {
						await attempt(result, signal, () =>
							finish(result, drawn, subject, engines.face, signal),
						);
						result.busy = false;
					});
				});
			}
		} finally {
			this.#runs--;
		}
	}

	async #render(
		{ result, side }: { result: Result; side: number },
		engines: Engines,
		signal: AbortSignal,
	): Promise<Rendering> {
		const { studio } = engines;
		const startedAt = performance.now();
		const { hands } = studio;
		const rendering = await studio.render(result.recipe, side, { signal });
		if (!this.#first) this.#pace = this.#pace.with(side, (performance.now() - startedAt) / hands);
		this.#first = false;
		return rendering;
	}
}

/** Never throws: a failure marks the result, an abort leaves it for later. @returns null then */
async function attempt<T>(
	result: Result,
	signal: AbortSignal,
	work: () => Promise<T>,
): Promise<T | null> {
	try {
		return await work();
	} catch (error) {
		result.busy = false;
		if (!signal.aborted) {
			console.error(error);
			result.fail();
		}
		return null;
	}
}
