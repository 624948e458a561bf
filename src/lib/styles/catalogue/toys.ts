import type { GeneratedStyle, Rarity, Text } from '../style';
import { NEGATIVE, WITH_IDENTITY } from './parts';

/** The figure is the same; the finish is what one collects. */
interface Finish {
	readonly id: string;
	readonly name: Text;
	readonly description: Text;
	/** What it is made of, and what stands behind it. */
	readonly words: string;
	readonly card: readonly [string, string, string];
	readonly rarity: Rarity;
}

const FINISHES: readonly Finish[] = [
	{
		id: 'matte',
		name: { en: 'Blind-box toy, matte', 'zh-CN': '盲盒公仔 · 哑光' },
		description: {
			en: 'A collectible figure in soft matte vinyl, pastel colours.',
			'zh-CN': '柔和粉彩的哑光搪胶收藏公仔。',
		},
		words: 'soft matte vinyl, pastel colours, plain peach background',
		card: ['#f6d7c8', '#f9efe6', '#e58f7b'],
		rarity: 'common',
	},
	{
		id: 'gloss',
		name: { en: 'Blind-box toy, glossy', 'zh-CN': '盲盒公仔 · 亮面' },
		description: {
			en: 'The same figure in shiny enamel, bright as a sweet.',
			'zh-CN': '亮面烤漆，像糖果一样鲜亮。',
		},
		words: 'glossy enamel plastic, candy colours, crisp highlights, sky blue background',
		card: ['#8fd3f4', '#ffffff', '#ff6f91'],
		rarity: 'common',
	},
	{
		id: 'flocked',
		name: { en: 'Blind-box toy, velvet', 'zh-CN': '盲盒公仔 · 植绒' },
		description: {
			en: 'Velvety flocking all over, to be stroked.',
			'zh-CN': '全身植绒，毛茸茸的，让人想摸一摸。',
		},
		words: 'fuzzy flocked velvet surface, warm earth colours, cream background',
		card: ['#cbb49a', '#efe5d5', '#7f5a44'],
		rarity: 'uncommon',
	},
	{
		id: 'jelly',
		name: { en: 'Blind-box toy, jelly', 'zh-CN': '盲盒公仔 · 果冻' },
		description: {
			en: 'Translucent coloured resin with light inside.',
			'zh-CN': '半透明果冻树脂，透着光。',
		},
		words: 'translucent jelly resin, light glowing through, mint and lilac, white background',
		card: ['#b8f2e6', '#e7d7fb', '#7ed6c1'],
		rarity: 'uncommon',
	},
	{
		id: 'chrome',
		name: { en: 'Blind-box toy, chrome', 'zh-CN': '盲盒公仔 · 镀铬' },
		description: {
			en: 'Mirror-bright metal with coloured reflections.',
			'zh-CN': '镜面镀铬，映着彩色的光。',
		},
		words: 'polished liquid chrome, iridescent reflections, dark violet background',
		card: ['#2b2440', '#c9cfdd', '#a78bfa'],
		rarity: 'rare',
	},
	{
		id: 'crystal',
		name: { en: 'Blind-box toy, crystal', 'zh-CN': '盲盒公仔 · 水晶隐藏款' },
		description: {
			en: 'The hidden one: cut crystal with gold dust inside.',
			'zh-CN': '隐藏款：切面水晶，内含金粉。',
		},
		words:
			'faceted clear crystal with gold dust inside, sparkling caustics, black velvet background',
		card: ['#111018', '#f3e9c9', '#e0b64b'],
		rarity: 'legendary',
	},
];

/** Designer toys as they come out of blind boxes, in six finishes. */
export const TOYS: readonly GeneratedStyle[] = FINISHES.map(
	({ id, name, description, words, card, rarity }) => ({
		id: `toy-${id}`,
		group: 'toy',
		name,
		description,
		look: {
			prompt: `cute chibi designer toy figure of a {subject}, big head, small body, simple friendly face, ${words}, full body, blind box collectible, softbox studio light, product photo, 3D render`,
			negative: NEGATIVE.made,
			strength: 0.78,
			identityScale: 0.95,
			curve: 'free',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: [...card],
		rarity,
		needs: WITH_IDENTITY,
		adultsOnly: false,
	}),
);
