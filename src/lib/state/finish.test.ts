import { expect, test } from 'vitest';
import { STYLES } from '$lib/instant/styles';
import { MEANINGFUL } from './finish';

test('what the page says of a style is what the style says of itself', () => {
	for (const { id, likenessMeaningful } of Object.values(STYLES)) {
		expect(MEANINGFUL[id], id).toBe(likenessMeaningful);
	}
});
