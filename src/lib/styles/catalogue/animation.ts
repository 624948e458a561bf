import type { GeneratedStyle } from '../style';
import { ANY_PACK, NEGATIVE, WITH_IDENTITY } from './parts';

export const ANIMATION: readonly GeneratedStyle[] = [
	{
		id: 'film-3d',
		group: 'animation',
		name: { en: '3D animation film', 'zh-CN': '3D 动画电影' },
		description: {
			en: 'Big warm eyes, soft skin and cinema light, like the hero of an animated feature film.',
			'zh-CN': '大而温暖的眼睛、柔和的皮肤和电影光影，像动画长片里的主角。',
		},
		look: {
			prompt:
				'portrait of a {subject} as the hero of a 3D animated feature film, expressive big eyes, stylized proportions, soft subsurface skin, detailed hair strands, warm rim light, shallow depth of field, cosy blurred background',
			negative: NEGATIVE.made,
			strength: 0.62,
			identityScale: 0.8,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#3f6fb5', '#f2c6a0', '#ffd166'],
		rarity: 'common',
		needs: ANY_PACK,
		adultsOnly: false,
	},
	{
		id: 'fairy-tale-3d',
		group: 'animation',
		name: { en: 'Fairy tale 3D', 'zh-CN': '3D 童话' },
		description: {
			en: 'A storybook hero in an enchanted forest, rendered like an animated film.',
			'zh-CN': '魔法森林里的童话主角，动画电影般的质感。',
		},
		look: {
			prompt:
				'portrait of a {subject} as a fairy tale hero, 3D animated film render, embroidered cloak, kind expression, glowing fireflies, enchanted forest background, golden hour light, volumetric rays, rich colours',
			negative: NEGATIVE.made,
			strength: 0.66,
			identityScale: 0.85,
			curve: 'even',
			aspect: '3:4',
			extraSteps: 0,
		},
		card: ['#1f4d3a', '#e8b873', '#f7f3c6'],
		rarity: 'uncommon',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
	{
		id: 'clay',
		group: 'animation',
		name: { en: 'Clay animation', 'zh-CN': '黏土动画' },
		description: {
			en: 'Hand-modelled clay with fingerprints, on a small film set.',
			'zh-CN': '手捏黏土人偶，带着指纹，站在小小的布景里。',
		},
		look: {
			prompt:
				'clay figure portrait of a {subject}, stop motion claymation, hand-modelled plasticine with fingerprints, round simple features, felt clothes, miniature film set, soft studio light, macro lens, shallow depth of field',
			negative: NEGATIVE.made,
			strength: 0.7,
			identityScale: 0.9,
			curve: 'free',
			aspect: '1:1',
			extraSteps: 0,
		},
		card: ['#d9a679', '#f4d9c0', '#7a9e7e'],
		rarity: 'common',
		needs: WITH_IDENTITY,
		adultsOnly: false,
	},
];
