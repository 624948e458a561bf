import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE, WITH_IDENTITY } from './parts';

export const GRAPHIC: readonly GeneratedStyle[] = [
	{
		id: 'comic',
		group: 'graphic',
		name: { en: 'Comic book', 'zh-CN': '美式漫画' },
		description: {
			en: 'Bold ink, halftone dots and a burst of colour.',
			'zh-CN': '粗犷墨线、网点和爆炸般的色彩。',
		},
		look: {
			prompt:
				'comic book portrait of a {subject}, bold black ink outlines, halftone dots, dramatic spot shadows, flat primary colours, confident look, radial burst background, vintage print, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.6,
			identityScale: 0.8,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#ffd23f', '#fff7e0', '#ee4266'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'pixel',
		group: 'graphic',
		name: { en: 'Pixel art', 'zh-CN': '像素画' },
		description: {
			en: 'A character portrait from a 16-bit game.',
			'zh-CN': '十六位游戏里的角色头像。',
		},
		look: {
			prompt:
				'pixel art portrait of a {subject}, 16-bit video game character, visible square pixels, limited palette, dithered shading, dark outline, simple teal background, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.65,
			identityScale: 0.85,
			curve: 'free',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#2a9d8f', '#e9c46a', '#264653'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'low-poly',
		group: 'graphic',
		name: { en: 'Low poly', 'zh-CN': '低多边形' },
		description: {
			en: 'Facets like folded paper under coloured light.',
			'zh-CN': '彩光下的折面，像折纸一样。',
		},
		look: {
			prompt:
				'low poly portrait of a {subject}, geometric triangular facets, faceted 3D mesh, gradient teal and orange light, minimal clean background, sharp edges, isometric art, head and shoulders',
			negative: NEGATIVE.made,
			strength: 0.62,
			identityScale: 0.85,
			curve: 'free',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#1d7874', '#f4a259', '#ee2e31'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'paper-cut',
		group: 'graphic',
		name: { en: 'Paper cut', 'zh-CN': '剪纸' },
		description: {
			en: 'Layers of cut paper in festive red, lit from behind.',
			'zh-CN': '层层剪纸，喜庆的红，背后透光。',
		},
		look: {
			prompt:
				'Chinese paper cut portrait of a {subject}, layered red paper, intricate floral cut-outs, crisp edges, drop shadows between layers, soft back light, cream background, shadow box art, head and shoulders',
			negative: NEGATIVE.made,
			strength: 0.7,
			identityScale: 0.9,
			curve: 'free',
			aspect: '1:1',
			extraSteps: 2,
		},
		card: ['#c1121f', '#f8ecd8', '#780000'],
		rarity: 'uncommon',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
	{
		id: 'flat-vector',
		group: 'graphic',
		name: { en: 'Flat vector', 'zh-CN': '扁平插画' },
		description: {
			en: 'The tidy illustrated avatar of a modern app.',
			'zh-CN': '清爽的现代应用插画头像。',
		},
		look: {
			prompt:
				'flat vector illustration portrait of a {subject}, simple geometric shapes, smooth gradients, minimal shading, friendly smile, round coral background, modern app avatar, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.62,
			identityScale: 0.8,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#ff8a70', '#ffe5d9', '#355070'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'stained-glass',
		group: 'graphic',
		name: { en: 'Stained glass', 'zh-CN': '彩绘玻璃' },
		description: {
			en: 'Leaded jewel-coloured panes with the sun behind.',
			'zh-CN': '铅线勾勒的宝石色玻璃，阳光从背后照来。',
		},
		look: {
			prompt:
				'stained glass window portrait of a {subject}, leaded black lines, jewel coloured panes, ruby and cobalt, sunlight shining through, ornate arch frame, luminous, head and shoulders',
			negative: NEGATIVE.drawn,
			strength: 0.68,
			identityScale: 0.9,
			curve: 'free',
			aspect: '2:3',
			extraSteps: 2,
		},
		card: ['#1d3a8a', '#f2c14e', '#a4161a'],
		rarity: 'rare',
		needs: ANY_PACK,
		adultsOnly: false,
	},
];
