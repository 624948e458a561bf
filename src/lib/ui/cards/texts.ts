import { DESIGNS, oneIn, SERIES, type Design, type Rarity } from '$lib/domain/blind-box';
import type { Recipe } from '$lib/domain/recipe';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { m } from '$lib/paraglide/messages';
import { backdropName } from '../studio/control-texts';
import { styleName } from '../studio/texts';

export const rarityName = (rarity: Rarity): string =>
	({
		common: m.rarity_common,
		rare: m.rarity_rare,
		epic: m.rarity_epic,
		secret: m.rarity_secret,
	})[rarity]();

/** "1 in 24": so many boxes hold this very card once, on average. */
export const designOdds = (design: Design): string =>
	m.blindbox_one_in({ count: Math.round(oneIn(design)) });

/** "No. 07/61" */
export const designNumber = ({ number }: Design): string =>
	m.cards_number({
		number: String(number).padStart(String(DESIGNS.length).length, '0'),
		total: DESIGNS.length,
	});

/** What stands on the card. */
export function cardWords(recipe: Recipe, design: Design, person: string) {
	const { backdrops } = STYLE_CONTROLS[recipe.style];
	return {
		series: m.cards_series({ number: SERIES }),
		person,
		title: styleName(recipe.style),
		finish: m.cards_finish({
			number: design.palette + 1,
			backdrop: backdropName(backdrops[recipe.tuning?.backdrop ?? 0]),
		}),
		number: designNumber(design),
		rarity: rarityName(design.rarity),
		odds: designOdds(design),
	};
}
