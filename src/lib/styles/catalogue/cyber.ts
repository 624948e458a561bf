import type { GeneratedStyle, Rarity, Text } from '../style';
import { NEGATIVE } from './parts';

const WORLDS: readonly {
	readonly id: string;
	readonly name: Text;
	readonly description: Text;
	readonly words: string;
	readonly card: readonly [string, string, string];
	readonly rarity: Rarity;
}[] = [
	{
		id: 'street',
		name: { en: 'Cyberpunk collectible', 'zh-CN': '赛博朋克藏品' },
		description: {
			en: 'Neon rain and traits drawn by chance: glasses, hair, jacket, implants.',
			'zh-CN': '霓虹雨夜，随机特征：眼镜、发型、夹克、植入体。',
		},
		words: 'cyberpunk digital art, neon city rain at night, magenta and cyan light',
		card: ['#1a1033', '#ff2e88', '#2de2e6'],
		rarity: 'uncommon',
	},
	{
		id: 'android',
		name: { en: 'Android collectible', 'zh-CN': '仿生人藏品' },
		description: {
			en: 'Porcelain panels and glowing seams, every one with its own parts.',
			'zh-CN': '瓷白面板与发光接缝，每一个的部件都不同。',
		},
		words: 'elegant android with porcelain face panels and glowing seams, clean white laboratory',
		card: ['#dfe7f2', '#8aa0bf', '#31d0aa'],
		rarity: 'rare',
	},
	{
		id: 'synthwave',
		name: { en: 'Synthwave collectible', 'zh-CN': '合成波藏品' },
		description: {
			en: 'An eighties sun, a violet grid and traits that few share.',
			'zh-CN': '八十年代的落日、紫色网格和稀有特征。',
		},
		words: 'synthwave illustration, striped sunset, violet laser grid, chrome highlights',
		card: ['#2d0a4e', '#ff7b54', '#f9f871'],
		rarity: 'rare',
	},
];

/** Collectibles: the seed draws the traits (traits.ts), and the prompt of the recipe says them. */
export const CYBER: readonly GeneratedStyle[] = WORLDS.map(
	({ id, name, description, words, card, rarity }) => ({
		id: `cyber-${id}`,
		group: 'cyber',
		name,
		description,
		look: {
			prompt: `portrait of a {subject}, {traits}, ${words}, sharp detail, collectible avatar art, head and shoulders, facing the viewer`,
			negative: NEGATIVE.made,
			strength: 0.7,
			identityScale: 0.9,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: [...card],
		rarity,
		needs: { identity: true, freeText: true },
		traits: 'cyber',
		adultsOnly: false,
	}),
);
