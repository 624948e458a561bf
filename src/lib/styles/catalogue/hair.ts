import type { GeneratedStyle, Rarity, Text } from '../style';
import { ANY_PACK, NEGATIVE } from './parts';

/** Id, names, what the prompt says of the hair, the colour of its card, how rare. */
const HAIR: readonly (readonly [string, Text, string, string, Rarity])[] = [
	[
		'bob',
		{ en: 'Sleek bob', 'zh-CN': '齐肩波波头' },
		'a sleek chin-length bob haircut',
		'#3a2a26',
		'common',
	],
	[
		'pixie',
		{ en: 'Pixie cut', 'zh-CN': '精灵短发' },
		'a textured short pixie haircut',
		'#5a3a2a',
		'common',
	],
	['buzz', { en: 'Buzz cut', 'zh-CN': '寸头' }, 'a very short even buzz cut', '#4a4a4a', 'common'],
	[
		'undercut',
		{ en: 'Slicked undercut', 'zh-CN': '油头背头' },
		'a slicked back undercut hairstyle with short sides',
		'#2b2320',
		'common',
	],
	[
		'bangs',
		{ en: 'Airy fringe', 'zh-CN': '空气刘海' },
		'long straight hair with light airy bangs',
		'#2e211f',
		'common',
	],
	[
		'waves',
		{ en: 'Long waves', 'zh-CN': '大波浪' },
		'long loose glossy wavy hair',
		'#7a4a2e',
		'common',
	],
	[
		'curls',
		{ en: 'Tight curls', 'zh-CN': '羊毛卷' },
		'voluminous tight curly hair',
		'#4b2e20',
		'common',
	],
	[
		'wolf',
		{ en: 'Wolf cut', 'zh-CN': '狼尾' },
		'a shaggy layered wolf cut with longer neck hair',
		'#39313a',
		'uncommon',
	],
	[
		'ponytail',
		{ en: 'High ponytail', 'zh-CN': '高马尾' },
		'a sleek high ponytail',
		'#5c3b28',
		'common',
	],
	[
		'bun',
		{ en: 'Low bun', 'zh-CN': '低丸子头' },
		'hair tied in a neat low bun',
		'#3d2c29',
		'common',
	],
	['braids', { en: 'Braids', 'zh-CN': '编发' }, 'long neat braided hair', '#6b4a35', 'uncommon'],
	[
		'silver',
		{ en: 'Silver layers', 'zh-CN': '银灰层次' },
		'medium layered hair dyed silver grey',
		'#b8bcc6',
		'rare',
	],
];

/** The same photo with other hair: the face is to stay, so the adapter steers and the strength is moderate. */
export const HAIRSTYLES: readonly GeneratedStyle[] = HAIR.map(
	([id, name, words, colour, rarity]) => ({
		id: `hair-${id}`,
		group: 'hair',
		name,
		description: {
			en: `How you would look with: ${name.en.toLowerCase()}.`,
			'zh-CN': `看看你换成「${name['zh-CN']}」的样子。`,
		},
		look: {
			prompt: `photo portrait of a {subject} with ${words}, salon styled, natural hairline, same face, plain shirt, seamless light background, soft beauty light, 85mm lens, natural skin texture`,
			negative: `${NEGATIVE.photo}, hat, wig`,
			strength: 0.6,
			identityScale: 1,
			curve: 'close',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#ece6df', '#e9c9b1', colour],
		rarity,
		needs: ANY_PACK,
		adultsOnly: false,
	}),
);
