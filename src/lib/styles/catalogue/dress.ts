import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

/** Portraits in dress: the face stays the photo's, clothes and place change. */
const DRESSED = { strength: 0.58, identityScale: 0.9, curve: 'close', extraSteps: 0 } as const;

export const DRESS: readonly GeneratedStyle[] = [
	{
		id: 'hanfu-tang',
		group: 'dress',
		name: { en: 'Hanfu, Tang', 'zh-CN': '汉服 · 唐风' },
		description: {
			en: 'Rich Tang dynasty robes, gold ornaments, a palace in lantern light.',
			'zh-CN': '华丽的唐制衣裳、金饰与宫灯。',
		},
		look: {
			prompt:
				'photo portrait of a {subject} in Tang dynasty hanfu, layered silk robe, embroidered gold flowers, elegant hair ornaments, palace at dusk with red lanterns, warm light, 85mm lens, shallow depth of field',
			negative: NEGATIVE.photo,
			...DRESSED,
			aspect: '3:4',
		},
		card: ['#8c1c13', '#e7b75f', '#f5e6c8'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'hanfu-song',
		group: 'dress',
		name: { en: 'Hanfu, Song', 'zh-CN': '汉服 · 宋制' },
		description: {
			en: 'Plain Song dynasty elegance among bamboo and plum blossom.',
			'zh-CN': '竹影梅香间的宋制清雅。',
		},
		look: {
			prompt:
				'photo portrait of a {subject} in Song dynasty hanfu, light celadon gauze robe, simple jade hairpin, quiet garden with bamboo and plum blossom, soft overcast light, 85mm lens, fine skin texture',
			negative: NEGATIVE.photo,
			...DRESSED,
			aspect: '3:4',
		},
		card: ['#a8c3b0', '#f1efe4', '#c9798b'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'qipao',
		group: 'dress',
		name: { en: 'Qipao, old Shanghai', 'zh-CN': '旗袍 · 老上海' },
		description: {
			en: 'High collar and silk, an old tram street and amber light.',
			'zh-CN': '立领与丝绸，老街与琥珀色灯光。',
		},
		look: {
			prompt:
				'1930s Shanghai photo portrait of a {subject} in a high-collared silk qipao with fine floral pattern, pearl earrings, finger-waved hair, vintage tea room, amber lamp light, 85mm lens, film grain',
			negative: NEGATIVE.photo,
			...DRESSED,
			aspect: '3:4',
		},
		card: ['#23483c', '#d9b47a', '#b23a48'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'changshan',
		group: 'dress',
		name: { en: 'Changshan scholar', 'zh-CN': '长衫书生' },
		description: {
			en: 'A scholar of the Republic among books and window light.',
			'zh-CN': '民国书生，书卷与窗光。',
		},
		look: {
			prompt:
				'1920s photo portrait of a {subject} in a plain dark blue changshan with standing collar, round glasses, old wooden library, paper scrolls, soft window light, 85mm lens, sepia film grain',
			negative: NEGATIVE.photo,
			...DRESSED,
			aspect: '3:4',
		},
		card: ['#26374f', '#cdb892', '#6d4c33'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'wuxia',
		group: 'dress',
		name: { en: 'Wuxia hero', 'zh-CN': '武侠' },
		description: {
			en: 'Windblown robes, a sword, mountains in mist.',
			'zh-CN': '衣袂飘飘，长剑在手，云雾群山。',
		},
		look: {
			prompt:
				'cinematic photo portrait of a {subject} as a wuxia swordsman, windblown white and grey robes, long tied hair, sword on the back, misty mountain pass, drifting petals, cold rim light, 50mm lens',
			negative: NEGATIVE.photo,
			...DRESSED,
			strength: 0.64,
			aspect: '3:4',
		},
		card: ['#5b6f7d', '#e6e9ea', '#a63d40'],
		rarity: 'rare',
		needs: ANY_PACK,
		adultsOnly: false,
	},
];
