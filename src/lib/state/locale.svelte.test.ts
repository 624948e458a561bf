import { expect, test } from 'vitest';
import { matchLocale } from './locale.svelte';

test.each([
	[['zh-CN'], 'zh-CN'],
	[['zh'], 'zh-CN'],
	[['zh-Hant-TW', 'en'], 'zh-CN'],
	[['fr-FR', 'zh-HK', 'en'], 'zh-CN'],
	[['en-GB', 'zh-CN'], 'en'],
	[['fr'], 'en'],
	[[], 'en'],
])('%j is shown in %s', (preferred, expected) => {
	expect(matchLocale(preferred)).toBe(expected);
});
