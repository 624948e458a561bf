import { chance, pickByWeight } from './chance';
import { RARITIES, type GeneratedStyle, type Rarity } from './style';

/** Of a hundred boxes, as far as styles of each rarity are among those offered. */
export const RARITY_WEIGHTS: Readonly<Record<Rarity, number>> = {
	common: 60,
	uncommon: 27,
	rare: 10,
	legendary: 3,
};

/**
 * The style in a blind box: first how rare it is, then one of that rarity, each as likely as the others.
 * @param seed of the recipe: the same seed and styles give the same box
 * @throws RangeError when there are no styles
 */
export function openBlindBox<T extends Pick<GeneratedStyle, 'rarity'>>(
	styles: readonly T[],
	seed: number,
): T {
	const { ofRarity } = pickByWeight(shelves(styles), chance(seed, 1));
	return ofRarity[Math.floor(chance(seed, 2) * ofRarity.length)];
}

/** How likely each of the styles is to be in the box, 0..1, in their order; what people are told before they open it. */
export function blindBoxOdds(styles: readonly Pick<GeneratedStyle, 'rarity'>[]): number[] {
	const all = shelves(styles);
	const total = all.reduce((sum, { weight }) => sum + weight, 0);
	return styles.map(({ rarity }) => {
		const { weight, ofRarity } = all.find((shelf) => shelf.rarity === rarity)!;
		return weight / total / ofRarity.length;
	});
}

/** Styles by rarity; rarities without a style are left out, and the others share their part. */
function shelves<T extends Pick<GeneratedStyle, 'rarity'>>(styles: readonly T[]) {
	return RARITIES.map((rarity) => ({
		rarity,
		weight: RARITY_WEIGHTS[rarity],
		ofRarity: styles.filter((style) => style.rarity === rarity),
	})).filter(({ ofRarity }) => ofRarity.length > 0);
}
