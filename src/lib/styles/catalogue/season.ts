import type { GeneratedStyle, Rarity, Text } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

const SEASONS: readonly {
	readonly id: string;
	readonly name: Text;
	readonly description: Text;
	readonly words: string;
	readonly card: readonly [string, string, string];
	readonly rarity: Rarity;
}[] = [
	{
		id: 'spring',
		name: { en: 'Spring blossom', 'zh-CN': '春日花开' },
		description: { en: 'Cherry blossom and a light coat.', 'zh-CN': '樱花与薄外套。' },
		words: 'light coat, under cherry blossom, petals in the air, soft pink morning light',
		card: ['#f9c6d3', '#fff5f3', '#8fb98b'],
		rarity: 'common',
	},
	{
		id: 'summer',
		name: { en: 'Summer sea', 'zh-CN': '夏日海边' },
		description: { en: 'Linen, a straw hat and the sea.', 'zh-CN': '亚麻衬衫、草帽与大海。' },
		words:
			'linen shirt and straw hat, blue sea and white sails behind, bright summer sun, fresh breeze',
		card: ['#48b0d9', '#fdf0d0', '#ffb703'],
		rarity: 'common',
	},
	{
		id: 'autumn',
		name: { en: 'Autumn leaves', 'zh-CN': '金秋' },
		description: { en: 'A wool scarf among golden leaves.', 'zh-CN': '羊毛围巾与满地金叶。' },
		words:
			'wool scarf and brown coat, golden ginkgo leaves falling, low warm sunlight, park behind',
		card: ['#d08c34', '#f6e2b3', '#7f4f24'],
		rarity: 'common',
	},
	{
		id: 'winter',
		name: { en: 'First snow', 'zh-CN': '初雪' },
		description: {
			en: 'Snowflakes in the hair and warm windows.',
			'zh-CN': '发间的雪花与温暖的窗。',
		},
		words: 'knitted cap and thick scarf, gentle snowfall, glowing shop windows behind, blue dusk',
		card: ['#4a6fa5', '#eef3f8', '#ffce7b'],
		rarity: 'common',
	},
	{
		id: 'spring-festival',
		name: { en: 'Spring Festival', 'zh-CN': '新春' },
		description: {
			en: 'Red lanterns, a new jacket, fireworks.',
			'zh-CN': '红灯笼、新衣裳与烟花。',
		},
		words:
			'red Tang jacket with gold embroidery, red lanterns and fireworks behind, festive warm light, joyful smile',
		card: ['#b3001b', '#ffd166', '#5c0010'],
		rarity: 'uncommon',
	},
	{
		id: 'mid-autumn',
		name: { en: 'Mid-Autumn moon', 'zh-CN': '中秋' },
		description: { en: 'A great moon, osmanthus and lanterns.', 'zh-CN': '明月、桂花与灯笼。' },
		words:
			'flowing pale silk robe, huge full moon behind, osmanthus branches, paper rabbit lantern, moonlight',
		card: ['#1b2a4e', '#f6e7b4', '#d9a441'],
		rarity: 'uncommon',
	},
	{
		id: 'halloween',
		name: { en: 'Halloween', 'zh-CN': '万圣节' },
		description: {
			en: 'A friendly witch or wizard among pumpkins.',
			'zh-CN': '南瓜灯间的友好小巫师。',
		},
		words:
			'dark velvet cape and pointed hat, carved glowing pumpkins, candle light, misty violet night',
		card: ['#2b1a3d', '#f77f00', '#9d4edd'],
		rarity: 'rare',
	},
	{
		id: 'christmas',
		name: { en: 'Christmas', 'zh-CN': '圣诞' },
		description: {
			en: 'Fairy lights, fir and a festive sweater.',
			'zh-CN': '彩灯、松枝与圣诞毛衣。',
		},
		words:
			'red festive knitted sweater, fir tree with fairy lights behind, golden bokeh, cosy fireside glow',
		card: ['#1b4332', '#d62828', '#fcefb4'],
		rarity: 'uncommon',
	},
];

export const SEASONAL: readonly GeneratedStyle[] = SEASONS.map(
	({ id, name, description, words, card, rarity }) => ({
		id: `season-${id}`,
		group: 'season',
		name,
		description,
		look: {
			prompt: `photo portrait of a {subject}, ${words}, 85mm lens, shallow depth of field, natural skin texture, head and shoulders`,
			negative: NEGATIVE.photo,
			strength: 0.56,
			identityScale: 0.9,
			curve: 'close',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: [...card],
		rarity,
		needs: ANY_PACK,
		adultsOnly: false,
	}),
);
