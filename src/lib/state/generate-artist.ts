import type { GeneratedRecipe } from '$lib/domain/generated';
import type { JobProgress } from '$lib/domain/generation-job';
import { readPixels } from '$lib/image/encode';
import type { Pixels } from '$lib/image/warp';
import type { StoredSource } from '$lib/storage/schema-generate';
import type { Judgement } from './generate-judge';
import type { GeneratePace } from './generate-pace';
import { structureOf } from './generate-pixels';
import { pixelsOf, stepsRun } from './generate-recipe';
import type { JobTools } from './generate-tools';
import type { JobWork } from './generate-work';

/** A picture and what the face networks say of it. Whoever asked for it closes the bitmap. */
export interface Judged extends Judgement {
	readonly picture: ImageBitmap;
}

/** Draws and judges the pictures of one job: keeps the person's identity and the photo at every size. */
export class Artist {
	readonly #structures = new Map<string, Uint8ClampedArray<ArrayBuffer>>();
	#portrait: Promise<Pixels> | null = null;

	/** @param identity what the open pack made of the faces; null draws nobody in particular */
	constructor(
		private readonly tools: JobTools,
		private readonly source: StoredSource,
		private readonly identity: string | null,
		private readonly pace: GeneratePace,
		private readonly work: JobWork,
	) {}

	/** Pictures that will be kept are shown after every step, drafts are not: they cost as much to show as to draw. */
	async draw(
		recipe: GeneratedRecipe,
		phase: JobProgress['phase'],
		signal: AbortSignal,
	): Promise<Judged> {
		const { client, judge, report } = this.tools;
		const startedAt = performance.now();
		report(this.work.at(phase, recipe), null);
		const structure = recipe.strength < 1 ? await this.#structure(recipe) : null;
		signal.throwIfAborted();
		const previewEvery = phase === 'finishing' ? 1 : 0;
		const request = { recipe, identity: this.identity, structure, previewEvery };
		const { picture } = await client.generate(request, {
			signal,
			onStep: ({ step, steps, preview }) =>
				report(this.work.at(phase, recipe, step, steps), preview),
		});
		try {
			const judgement = await judge(picture, this.source.descriptor, signal);
			await this.pace.note(pixelsOf(recipe), stepsRun(recipe), performance.now() - startedAt);
			signal.throwIfAborted();
			return { picture, ...judgement };
		} catch (error) {
			picture.close();
			throw error;
		}
	}

	/** Head and shoulders at the recipe's size; few sizes occur in a job, so they are kept. */
	async #structure(recipe: GeneratedRecipe): Promise<Uint8ClampedArray<ArrayBuffer>> {
		const key = `${recipe.width}x${recipe.height}`;
		const known = this.#structures.get(key);
		if (known) return known;
		const { portrait } = this.source;
		if (!portrait) throw new RangeError('there is no portrait to begin from');
		this.#portrait ??= readPixels(new Blob([portrait.bytes], { type: portrait.type }));
		const structure = structureOf(await this.#portrait, recipe);
		this.#structures.set(key, structure);
		return structure;
	}
}
