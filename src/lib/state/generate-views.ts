import type { GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob } from '$lib/domain/generation-job';
import { m } from '$lib/paraglide/messages';
import { RARITY_WEIGHTS } from '$lib/styles/blind-box';
import { findStyle, GENERATED_STYLES } from '$lib/styles/catalogue';
import { GROUP_NAMES, RARITY_NAMES } from '$lib/styles/groups';
import { REFUSAL_REASONS, type Refusal } from '$lib/styles/prompt-rules/judge';
import { RARITIES, STYLE_GROUPS, type GeneratedStyle } from '$lib/styles/style';
import { drawTraits } from '$lib/styles/traits';
import { create } from './create.svelte';
import { galleryState } from './gallery.svelte';
import { generateChoices } from './generate-choices.svelte';
import { locale } from './locale.svelte';
import { ownStyles } from './own-styles.svelte';

/** The catalogue in the words of the interface; what is derived from these follows the language. */

/** Of styles of one's own. */
const OWN_CARD = ['#e7e2d8', '#f6d7c8', '#0a6a56'] as const;

/** Name of a style; null for free words and for styles that are gone. */
export function styleNameOf(id: string | null): string | null {
	if (id === null) return null;
	return (
		findStyle(id)?.name[locale.current] ?? ownStyles.list.find((own) => own.id === id)?.name ?? null
	);
}

/** A job is called by its style, or by the first of its words. */
export function titleOf({ look }: GenerationJob): string {
	return styleNameOf(look.style) ?? shorten(look.look.prompt);
}

/** Every style that can be shown, the person's own first. */
export function styleCards() {
	const { current } = locale;
	const favourites = new Set(generateChoices.favourites);
	/** The newest picture of each style that is in memory. */
	const urls = new Map<string, string>();
	for (const { recipe, url } of galleryState.items) {
		if (recipe.kind === 'generated' && recipe.style && url && !urls.has(recipe.style)) {
			urls.set(recipe.style, url);
		}
	}
	const own = ownStyles.list.map((style) => ({
		id: style.id,
		group: 'own',
		name: style.name,
		description: style.description || style.look.prompt,
		card: OWN_CARD,
		rarity: null,
		favourite: favourites.has(style.id),
		own: true,
		blocked: create.blockOf(style),
		url: urls.get(style.id) ?? null,
	}));
	const catalogue = GENERATED_STYLES.map((style) => ({
		id: style.id,
		group: style.group as string,
		name: style.name[current],
		description: style.description[current],
		card: style.card,
		rarity: style.rarity === 'common' ? null : RARITY_NAMES[style.rarity][current],
		favourite: favourites.has(style.id),
		own: false,
		blocked: create.blockOf(style),
		url: urls.get(style.id) ?? null,
	}));
	return [...own, ...catalogue];
}

export function styleGroups() {
	const groups = STYLE_GROUPS.map((id) => ({
		id: id as string,
		name: GROUP_NAMES[id][locale.current],
	}));
	return [{ id: 'own', name: m.gen_group_own() }, ...groups];
}

/** How often each rarity is drawn from these styles. */
export function boxOdds(styles: readonly GeneratedStyle[]) {
	const there = RARITIES.filter((rarity) => styles.some((style) => style.rarity === rarity));
	const total = there.reduce((sum, rarity) => sum + RARITY_WEIGHTS[rarity], 0);
	return there.map((rarity) => ({
		rarity: RARITY_NAMES[rarity][locale.current],
		share: RARITY_WEIGHTS[rarity] / total,
	}));
}

/** What came out of a box. */
export function boxView({ name, description, rarity, card }: GeneratedStyle) {
	const { current } = locale;
	return {
		name: name[current],
		description: description[current],
		rarity: RARITY_NAMES[rarity][current],
		card,
	};
}

/** What the seed of a picture drew, with how often that happens. */
export function traitsOf({ style, seed }: GeneratedRecipe): string[] {
	const traits = style ? findStyle(style)?.traits : undefined;
	if (!traits) return [];
	const { current } = locale;
	return drawTraits(traits, seed).map(({ trait, option, share }) =>
		m.gen_recipe_trait({
			trait: trait.name[current],
			option: option.name[current],
			percent: Math.round(share * 100),
		}),
	);
}

export function refusalView(refusal: Refusal | null) {
	return refusal && { reason: REFUSAL_REASONS[refusal.kind][locale.current], found: refusal.found };
}

function shorten(words: string): string {
	return words.length > 48 ? `${words.slice(0, 47)}…` : words;
}
