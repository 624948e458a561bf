import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

/** Three schools, by what they look like. */
export const ANIME: readonly GeneratedStyle[] = [
	{
		id: 'anime-cel',
		group: 'anime',
		name: { en: 'Anime, crisp cel', 'zh-CN': '动漫 · 赛璐璐' },
		description: {
			en: 'Clean lines, flat shadows and bright eyes of modern television animation.',
			'zh-CN': '现代电视动画：干净的线条、平涂阴影、明亮的眼睛。',
		},
		look: {
			prompt:
				'anime portrait of a {subject}, modern cel shading, clean thin line art, flat two-tone shadows, bright detailed eyes, glossy hair highlights, vivid colours, clear blue sky background, upper body',
			negative: NEGATIVE.drawn,
			strength: 0.6,
			identityScale: 0.75,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#5aa9e6', '#fff1e0', '#ff6392'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'anime-painted',
		group: 'anime',
		name: { en: 'Anime, hand-painted film', 'zh-CN': '动漫 · 手绘电影' },
		description: {
			en: 'Gentle faces before summer meadows and gouache clouds.',
			'zh-CN': '温柔的脸庞，夏日草地与水粉云朵。',
		},
		look: {
			prompt:
				'hand-painted anime film still, portrait of a {subject}, gentle simple face, soft natural colours, gouache background of summer meadow and towering clouds, warm breeze, nostalgic afternoon light, upper body',
			negative: NEGATIVE.drawn,
			strength: 0.62,
			identityScale: 0.75,
			curve: 'even',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#8ecae6', '#f6f4e6', '#74a57f'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'anime-retro',
		group: 'anime',
		name: { en: 'Anime, retro romance', 'zh-CN': '动漫 · 复古少女漫' },
		description: {
			en: 'Sparkling eyes, roses and film grain of the eighties.',
			'zh-CN': '八十年代：闪亮的眼睛、玫瑰与胶片颗粒。',
		},
		look: {
			prompt:
				'1980s retro anime portrait of a {subject}, romance manga style, large sparkling eyes, flowing hair, delicate ink lines, pastel airbrush colours, roses and soft bokeh behind, film grain, upper body',
			negative: NEGATIVE.drawn,
			strength: 0.65,
			identityScale: 0.8,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#f7b5c4', '#fff4e9', '#8f6bb3'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
];
