import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

export const PAINTING: readonly GeneratedStyle[] = [
	{
		id: 'watercolour-painting',
		group: 'painting',
		name: { en: 'Watercolour painting', 'zh-CN': '水彩画' },
		description: {
			en: 'Loose wet washes, white paper, a few pencil lines.',
			'zh-CN': '湿润的水彩、留白的纸和几笔铅笔线。',
		},
		look: {
			prompt:
				'watercolour portrait of a {subject}, loose wet washes, soft bleeding edges, visible pencil lines, white cold-pressed paper, delicate skin tones, splashes of colour, airy light, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.58,
			identityScale: 0.75,
			curve: 'even',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#cfe6ee', '#fbf8f2', '#e59a8c'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'oil-painting',
		group: 'painting',
		name: { en: 'Oil painting', 'zh-CN': '油画' },
		description: {
			en: 'A museum portrait: deep shadow, warm light, thick strokes.',
			'zh-CN': '美术馆肖像：深沉的暗部、温暖的光、厚重的笔触。',
		},
		look: {
			prompt:
				'oil painting portrait of a {subject}, old master style, thick impasto brush strokes, warm candle light from the left, deep brown shadows, dark background, fine canvas texture, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.55,
			identityScale: 0.8,
			curve: 'even',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#3b2417', '#d8a56a', '#8b1e1e'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'impressionist',
		group: 'painting',
		name: { en: 'Impressionist garden', 'zh-CN': '印象派花园' },
		description: {
			en: 'Broken strokes of light under flowering trees.',
			'zh-CN': '花树下，光影碎成一笔一笔。',
		},
		look: {
			prompt:
				'impressionist oil portrait of a {subject} in a flower garden, short broken brush strokes, dappled sunlight, lilac shadows, fresh greens and pinks, canvas texture, upper body',
			negative: NEGATIVE.drawn,
			strength: 0.6,
			identityScale: 0.8,
			curve: 'even',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#a3c585', '#f5e6b8', '#b48ead'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'ukiyo-e',
		group: 'painting',
		name: { en: 'Ukiyo-e woodblock', 'zh-CN': '浮世绘' },
		description: {
			en: 'An Edo woodblock print: even lines, flat indigo and red, waves.',
			'zh-CN': '江户木版画：匀净的线条、靛蓝与朱红、浪花。',
		},
		look: {
			prompt:
				'ukiyo-e woodblock print portrait of a {subject}, Edo period, flowing black outlines, flat indigo and vermilion, patterned kimono, stylized waves behind, aged washi paper, subtle wood grain, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.68,
			identityScale: 0.85,
			curve: 'even',
			aspect: '2:3',
			extraSteps: 2,
		},
		card: ['#2f4b7c', '#efe3c8', '#c8452f'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'ink-wash',
		group: 'painting',
		name: { en: 'Chinese ink wash', 'zh-CN': '水墨' },
		description: {
			en: 'Few strokes of ink on rice paper, much left white, a red seal.',
			'zh-CN': '宣纸上寥寥数笔，大片留白，一方朱印。',
		},
		look: {
			prompt:
				'Chinese ink wash painting, shuimo portrait of a {subject}, expressive brush strokes, graded black ink, much empty rice paper, misty mountains far behind, small red accent, elegant and calm, upper body',
			negative: NEGATIVE.drawn,
			strength: 0.65,
			identityScale: 0.85,
			curve: 'even',
			aspect: '2:3',
			extraSteps: 0,
		},
		card: ['#f3efe6', '#6f6f6f', '#b5302a'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'gongbi',
		group: 'painting',
		name: { en: 'Gongbi on silk', 'zh-CN': '工笔重彩' },
		description: {
			en: 'Fine even lines and mineral colours on old silk.',
			'zh-CN': '绢本上的匀细线条与石青石绿。',
		},
		look: {
			prompt:
				'gongbi painting portrait of a {subject}, fine even ink lines, mineral blue and green, pale powdered skin, peonies and a bird, antique silk background, Song dynasty court style, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.64,
			identityScale: 0.85,
			curve: 'even',
			aspect: '2:3',
			extraSteps: 2,
		},
		card: ['#c9b07c', '#f0e4c4', '#3f7f78'],
		rarity: 'rare',
		needs: ANY_PACK,
		adultsOnly: false,
	},
];
