import { BOXES, DESIGNS, IN_BOXES, SERIES, type Design, type Rarity } from '$lib/domain/blind-box';
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

/** "1 in 24": boxes until one of this rarity comes, on average. */
export const rarityOdds = (rarity: Rarity): string =>
	m.blindbox_one_in({ count: round(BOXES / IN_BOXES[rarity]) });

/** "1 in 1.6" says more than "1 in 2". */
const round = (count: number) => Math.round(count * 10) / 10;

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
		odds: `${rarityName(design.rarity)} ${rarityOdds(design.rarity)}`,
	};
}
