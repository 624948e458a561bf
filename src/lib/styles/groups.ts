import type { Rarity, StyleGroup, Text } from './style';

export const GROUP_NAMES: Readonly<Record<StyleGroup, Text>> = {
	animation: { en: 'Animation', 'zh-CN': '动画' },
	toy: { en: 'Blind-box toys', 'zh-CN': '盲盒公仔' },
	anime: { en: 'Anime', 'zh-CN': '动漫' },
	painting: { en: 'Painting', 'zh-CN': '绘画' },
	graphic: { en: 'Graphic', 'zh-CN': '图形' },
	cyber: { en: 'Cyber collectibles', 'zh-CN': '赛博藏品' },
	dress: { en: 'Traditional dress', 'zh-CN': '国风' },
	studio: { en: 'Photo studio', 'zh-CN': '写真馆' },
	hair: { en: 'Hairstyles', 'zh-CN': '发型' },
	age: { en: 'Ages', 'zh-CN': '年龄' },
	season: { en: 'Seasons', 'zh-CN': '时令' },
};

export const RARITY_NAMES: Readonly<Record<Rarity, Text>> = {
	common: { en: 'Common', 'zh-CN': '普通' },
	uncommon: { en: 'Uncommon', 'zh-CN': '少见' },
	rare: { en: 'Rare', 'zh-CN': '稀有' },
	legendary: { en: 'Legendary', 'zh-CN': '隐藏' },
};
