import { SvelteSet } from 'svelte/reactivity';
import { BUDGETS, type Budget, type GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob, JobLook } from '$lib/domain/generation-job';
import { m } from '$lib/paraglide/messages';
import { StorageError } from '$lib/storage/error';
import type { StoredSource } from '$lib/storage/schema-generate';
import { openBlindBox } from '$lib/styles/blind-box';
import { findStyle, GENERATED_STYLES } from '$lib/styles/catalogue';
import type { GeneratedStyle } from '$lib/styles/style';
import { judgePrompt, REFUSAL_REASONS } from '$lib/styles/prompt-rules/judge';
import { generateChoices } from './generate-choices.svelte';
import { resultsOf, secondsOf } from './generate-estimate';
import { generateJobs } from './generate-jobs.svelte';
import {
	jobsOf,
	lookOfRecipe,
	lookOfStyle,
	lookOfWords,
	randomSeed,
	type Subject,
} from './generate-looks';
import { abilityOf, type PackAbility } from './generate-pack';
import { GeneratePace } from './generate-pace';
import { recipeFor } from './generate-recipe';
import { GenerateSitters } from './generate-sitters.svelte';
import { locale } from './locale.svelte';
import { openGallery } from './open-gallery';
import { ownStyles } from './own-styles.svelte';
import { packs } from './packs.svelte';
import { toasts } from './toasts.svelte';

/** What is asked for on the page of generated avatars. */
class Create {
	readonly sitters = new GenerateSitters();
	readonly chosen = new SvelteSet<string>();
	mode = $state<'styles' | 'box' | 'words'>('styles');
	words = $state('');
	subject = $state<Subject>('person');
	/** 0 (all style) .. 1 (most alike). */
	likeness = $state(0.5);
	budget = $state<Budget>('fast');
	/** The recipe of a picture that the page was opened with. */
	reused = $state.raw<GeneratedRecipe | null>(null);
	/** Draws chosen styles with the seed of `reused`, without a search. */
	sameSeed = $state(false);
	#pack = $state<string | null>(null);
	#pace = $state.raw<GeneratePace | null>(null);
	#adding = $state(false);

	/** Packs that can draw, newest first. */
	readonly abilities = $derived(packs.installed.flatMap((pack) => abilityOf(pack) ?? []));

	/** The chosen pack, else the newest; null without one. */
	readonly ability = $derived<PackAbility | null>(
		this.abilities.find(({ pack }) => pack === this.#pack) ?? this.abilities[0] ?? null,
	);

	/** Why words cannot be drawn; null while they can, or there are none. */
	readonly refusal = $derived(
		this.words.trim() ? judgePrompt(this.words, { minor: this.subject === 'child' }) : null,
	);

	get adding(): boolean {
		return this.#adding;
	}

	choosePack(id: string): void {
		this.#pack = id;
	}

	/** What would be drawn now. */
	get looks(): readonly JobLook[] {
		if (this.mode === 'words') {
			const words = this.words.trim();
			return words && !this.refusal ? [lookOfWords(words, this.subject, this.likeness)] : [];
		}
		if (this.mode === 'box') {
			const [any] = this.boxStyles;
			return any ? [lookOfStyle(any, this.subject, this.likeness)] : [];
		}
		return [...this.chosen].flatMap((id) => {
			const style = findStyle(id) ?? ownStyles.list.find((own) => own.id === id);
			return style && !this.#isBlocked(style)
				? lookOfStyle(style, this.subject, this.likeness)
				: [];
		});
	}

	/** Those that may be in the box. */
	get boxStyles(): readonly GeneratedStyle[] {
		return GENERATED_STYLES.filter((style) => !this.#isBlocked(style));
	}

	/** Every budget with what it costs: what would be drawn now, or one style while nothing is chosen. */
	get budgets() {
		const [any] = GENERATED_STYLES;
		const one = lookOfStyle(any, this.subject, this.likeness);
		const looks = this.sameSeed ? [] : this.looks.length > 0 ? this.looks : [one];
		return BUDGETS.map((budget) => ({
			budget,
			pictures: resultsOf(budget),
			seconds: looks.length > 0 ? this.#seconds(looks, budget) : null,
		}));
	}

	/** Reads what was measured of the chosen pack. Never throws. */
	async measure(): Promise<void> {
		const pack = this.ability?.pack;
		if (!pack) return;
		try {
			const { store } = await openGallery();
			this.#pace = await GeneratePace.of(store, pack);
		} catch (error) {
			console.error(error);
		}
	}

	/** Puts what was asked for into the queue. @returns whether it is there; failures are told */
	async start(): Promise<boolean> {
		const looks = this.looks.map((look) => ({ look, exact: this.#exact(look) }));
		return this.#add(looks);
	}

	/** Draws a style from the box and puts it into the queue. @returns the style; null when that failed */
	async openBox(): Promise<GeneratedStyle | null> {
		const style = openBlindBox(this.boxStyles, randomSeed());
		const look = lookOfStyle(style, this.subject, this.likeness);
		return (await this.#add([{ look }])) ? style : null;
	}

	/** Others in the look of a picture. */
	async moreLike(recipe: GeneratedRecipe): Promise<boolean> {
		if (!this.ability) return false;
		return this.#add([{ look: lookOfRecipe(recipe, this.ability.defaults.steps) }]);
	}

	/** Exactly this recipe, of whoever is chosen. */
	async again(recipe: GeneratedRecipe): Promise<boolean> {
		if (!this.ability) return false;
		const look = lookOfRecipe(recipe, this.ability.defaults.steps);
		return this.#add([{ look, exact: recipe }]);
	}

	/** The next styles are drawn with this picture's seed. */
	otherStyle(recipe: GeneratedRecipe): void {
		this.reused = recipe;
		this.sameSeed = true;
		this.mode = 'styles';
		this.chosen.clear();
	}

	async #add(looks: readonly { readonly look: JobLook; readonly exact?: GeneratedRecipe }[]) {
		const { ability } = this;
		if (!ability || looks.length === 0 || this.#adding) return false;
		// Once more, whatever way the words came: a style's file, a recipe, the gallery.
		const refused = looks
			.map(({ look: { look, subject } }) =>
				judgePrompt(look.prompt, { minor: subject === 'child' }),
			)
			.find((refusal) => refusal !== null);
		if (refused) {
			toasts.show(REFUSAL_REASONS[refused.kind][locale.current], { tone: 'error' });
			return false;
		}
		this.#adding = true;
		try {
			const source: StoredSource | null = await this.sitters.source();
			if (!source) return false;
			const order = { pack: ability.pack, budget: this.budget, source: source.id };
			const jobs = jobsOf(looks, order).map((job) => ({ ...job, pack: this.#packOf(job) }));
			await generateJobs.add(jobs, source);
			this.sitters.remember(jobs.map(({ id }) => id));
			return true;
		} catch (error) {
			console.error(error);
			const full = error instanceof StorageError && error.kind === 'full';
			toasts.show(full ? m.gen_storage_full() : m.gen_not_added(), { tone: 'error' });
			return false;
		} finally {
			this.#adding = false;
		}
	}

	/** A style that was made for a pack of the person's is drawn with it, if it is here. */
	#packOf({ look, pack }: GenerationJob): string {
		const own = ownStyles.list.find(({ id }) => id === look.style)?.pack;
		return this.abilities.some((ability) => ability.pack === own) ? own! : pack;
	}

	#exact(look: JobLook): GeneratedRecipe | undefined {
		if (!this.sameSeed || !this.reused || !this.ability) return undefined;
		const pack = { ...this.ability, ...UNOPENED };
		return recipeFor(
			{ pack, look, structure: this.sitters.structure },
			{ seed: this.reused.seed, likeness: look.likeness },
		);
	}

	#seconds(looks: readonly JobLook[], budget: Budget): number | null {
		if (!this.ability || !this.#pace) return null;
		const low = generateChoices.lowMemory === true;
		return secondsOf(looks, budget, this.ability, low, this.sitters.structure, this.#pace);
	}

	#isBlocked(style: object): boolean {
		return this.blockOf(style) !== null;
	}

	/** Why the chosen pack, or who is in the photo, does not go with a style. Without a pack nothing is blocked. */
	blockOf(style: object): 'identity' | 'free-text' | 'adults' | null {
		const { needs, adultsOnly } = style as Partial<GeneratedStyle>;
		if (adultsOnly && this.subject === 'child') return 'adults';
		if (!this.ability) return null;
		if (needs?.identity && !this.ability.identity) return 'identity';
		return (needs?.freeText ?? !needs) && !this.ability.freeText ? 'free-text' : null;
	}
}

const UNOPENED = {
	hash: '0'.repeat(64),
	backend: 'wasm',
	attention: 'fused',
	lowMemory: false,
} as const;

export const create = new Create();
