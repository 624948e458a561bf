import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

/** What a photo studio would take: as close to the photo as a change of clothes and light allows. */
const TAKEN = { identityScale: 0.95, curve: 'close', extraSteps: 0 } as const;

export const STUDIO: readonly GeneratedStyle[] = [
	{
		id: 'business',
		group: 'studio',
		name: { en: 'Business portrait', 'zh-CN': '商务形象照' },
		description: {
			en: 'A dark suit, a calm look, an office out of focus.',
			'zh-CN': '深色西装、从容神情、虚化的办公室。',
		},
		look: {
			prompt:
				'professional business portrait photo of a {subject} in a tailored dark navy suit, white shirt, confident slight smile, modern office out of focus, soft key light, 85mm lens, natural skin texture',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.5,
			aspect: '3:4',
		},
		card: ['#2b3a55', '#dfe5ec', '#8aa2c0'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'cv',
		group: 'studio',
		name: { en: 'CV photo', 'zh-CN': '简历照' },
		description: {
			en: 'Friendly and plain, light grey behind, for applications and profiles.',
			'zh-CN': '亲切干净，浅灰背景，适合求职与名片。',
		},
		look: {
			prompt:
				'CV headshot photo of a {subject}, smart plain blouse or shirt with blazer, friendly open expression, seamless light grey background, even softbox light, sharp eyes, 85mm lens, natural skin texture',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.45,
			aspect: '3:4',
		},
		card: ['#d7dbe0', '#f6f7f8', '#5c7aa6'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'film-portrait',
		group: 'studio',
		name: { en: 'Film portrait', 'zh-CN': '胶片人像' },
		description: {
			en: 'Analogue film: soft grain, window light, an unposed moment.',
			'zh-CN': '胶片质感：细腻颗粒、窗边光线、不经意的瞬间。',
		},
		look: {
			prompt:
				'analog film portrait photo of a {subject} by a window, unposed quiet moment, linen shirt, soft natural light, warm faded colours, fine grain, medium format, shallow depth of field',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.48,
			aspect: '3:4',
		},
		card: ['#c8a47e', '#efe3d3', '#6e7f6b'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'black-and-white',
		group: 'studio',
		name: { en: 'Black and white', 'zh-CN': '黑白肖像' },
		description: {
			en: 'One lamp, deep blacks, the face and nothing else.',
			'zh-CN': '一盏灯，深邃的黑，只有面孔。',
		},
		look: {
			prompt:
				'black and white studio portrait photo of a {subject}, dramatic side light, deep shadows, dark turtleneck, direct gaze, plain black background, high contrast, fine film grain, 85mm lens',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.45,
			aspect: '3:4',
		},
		card: ['#111111', '#bdbdbd', '#f2f2f2'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'magazine-cover',
		group: 'studio',
		name: { en: 'Fashion editorial', 'zh-CN': '时尚大片' },
		description: {
			en: 'Sculpted light and colour paper, as in a fashion magazine.',
			'zh-CN': '雕塑般的光与彩色背景纸，杂志大片。',
		},
		look: {
			prompt:
				'fashion editorial portrait photo of a {subject}, sculptural oversized coat, sculpted studio light, bold red paper backdrop, hard shadow, poised look, crisp detail, medium format camera',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.54,
			aspect: '2:3',
		},
		card: ['#c8102e', '#f4ece1', '#1b1b1e'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'graduation',
		group: 'studio',
		name: { en: 'Graduation', 'zh-CN': '毕业照' },
		description: {
			en: 'Gown, mortarboard and a campus in early summer.',
			'zh-CN': '学士服、学士帽和初夏的校园。',
		},
		look: {
			prompt:
				'graduation portrait photo of a {subject} in black academic gown and mortarboard with tassel, holding a rolled diploma, proud smile, sunny university campus, green trees out of focus, 85mm lens',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.56,
			aspect: '3:4',
		},
		card: ['#1f2a44', '#e9e3d0', '#c9a227'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'wedding-white',
		group: 'studio',
		name: { en: 'Wedding, white', 'zh-CN': '西式婚纱照' },
		description: {
			en: 'White and cream, garden flowers and evening sun.',
			'zh-CN': '洁白与奶油色，花园与夕阳。',
		},
		look: {
			prompt:
				'wedding portrait photo of a {subject} in elegant formal white wedding attire with lace details, bouquet of garden roses, romantic garden at golden hour, soft backlight, 85mm lens, shallow depth of field',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.56,
			aspect: '2:3',
		},
		card: ['#f3ece4', '#ffffff', '#d8a7a0'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: true,
	},
	{
		id: 'wedding-red',
		group: 'studio',
		name: { en: 'Wedding, Chinese red', 'zh-CN': '中式婚服照' },
		description: {
			en: 'Red silk with golden dragons and phoenixes, candles and double happiness.',
			'zh-CN': '龙凤褂裙、红烛与双喜。',
		},
		look: {
			prompt:
				'Chinese wedding portrait photo of a {subject} in red silk wedding dress with golden dragon and phoenix embroidery, ornate gold accessories, red candles, carved wooden screen, warm light, 85mm lens',
			negative: NEGATIVE.photo,
			...TAKEN,
			strength: 0.58,
			aspect: '2:3',
		},
		card: ['#a4161a', '#f2c14e', '#5c0a10'],
		rarity: 'uncommon',
		needs: ANY_PACK,
		adultsOnly: true,
	},
];
