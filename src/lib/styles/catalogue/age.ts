import type { GeneratedStyle } from '../style';
import { NEGATIVE, WITH_IDENTITY } from './parts';

/** Strong enough for another age; the adapter must keep who it is. */
const AGED = { identityScale: 0.85, curve: 'close', aspect: '3:4', extraSteps: 0 } as const;

export const AGES: readonly GeneratedStyle[] = [
	{
		id: 'age-child',
		group: 'age',
		name: { en: 'As a child', 'zh-CN': '小时候' },
		description: {
			en: 'You at about six, in a bright school photo.',
			'zh-CN': '大约六岁的你，明亮的校园照。',
		},
		look: {
			prompt:
				'school portrait photo of a six year old {kid}, round soft cheeks, happy smile, knitted sweater, playground out of focus, bright soft daylight, 85mm lens, natural skin texture',
			negative: `${NEGATIVE.photo}, wrinkles, beard, makeup`,
			...AGED,
			strength: 0.66,
		},
		card: ['#bde0fe', '#ffe5b4', '#ff9f80'],
		rarity: 'uncommon',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
	{
		id: 'age-teen',
		group: 'age',
		name: { en: 'As a teenager', 'zh-CN': '少年时' },
		description: {
			en: 'You at about sixteen, in school clothes on a spring day.',
			'zh-CN': '大约十六岁的你，校服与春日。',
		},
		look: {
			prompt:
				'yearbook portrait photo of a {teen}, about sixteen, fresh face, school uniform with blazer, cherry trees out of focus, clear spring daylight, 85mm lens, natural skin texture',
			negative: `${NEGATIVE.photo}, wrinkles, beard, makeup`,
			...AGED,
			strength: 0.58,
		},
		card: ['#cfe8d5', '#fbe4d8', '#4f7cac'],
		rarity: 'uncommon',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
	{
		id: 'age-younger',
		group: 'age',
		name: { en: 'Younger', 'zh-CN': '更年轻' },
		description: {
			en: 'Ten or fifteen years back, with rested skin and light.',
			'zh-CN': '回到十几年前，神采奕奕。',
		},
		look: {
			prompt:
				'photo portrait of a {grown} in the early twenties, youthful face, smooth natural skin, bright eyes, casual shirt, city park out of focus, soft morning light, 85mm lens',
			negative: `${NEGATIVE.photo}, wrinkles, grey hair`,
			...AGED,
			strength: 0.5,
		},
		card: ['#dcefe4', '#f7dcc4', '#6fa287'],
		rarity: 'common',
		needs: WITH_IDENTITY,
		adultsOnly: true,
	},
	{
		id: 'age-older',
		group: 'age',
		name: { en: 'Older', 'zh-CN': '年老时' },
		description: {
			en: 'You at about seventy-five: silver hair and laughter lines.',
			'zh-CN': '大约七十五岁的你：银发与笑纹。',
		},
		look: {
			prompt:
				'photo portrait of a seventy-five year old {grown}, silver hair, gentle wrinkles, laughter lines, wise warm eyes, wool cardigan, cosy living room out of focus, window light, 85mm lens, detailed skin texture',
			negative: `${NEGATIVE.photo}, young`,
			...AGED,
			strength: 0.6,
		},
		card: ['#d8cfc4', '#efe4d6', '#8c6f56'],
		rarity: 'common',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
	{
		id: 'age-grown-up',
		group: 'age',
		name: { en: 'A child grown up', 'zh-CN': '孩子长大后' },
		description: {
			en: 'From a child’s photo: how they might look at thirty.',
			'zh-CN': '用孩子的照片，看看三十岁时可能的样子。',
		},
		look: {
			prompt:
				'photo portrait of a thirty year old adult {grown}, grown-up facial proportions, defined jaw, confident calm look, smart casual jacket, city street out of focus, soft evening light, 85mm lens, natural skin texture',
			negative: `${NEGATIVE.photo}, child, baby face`,
			...AGED,
			strength: 0.68,
		},
		card: ['#c6d3e3', '#f2dcc8', '#3d5a80'],
		rarity: 'uncommon',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
];
