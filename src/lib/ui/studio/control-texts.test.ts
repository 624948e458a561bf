import { expect, test } from 'vitest';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { backdropName } from './control-texts';

test('every backdrop of every style has a name', () => {
	for (const { backdrops } of Object.values(STYLE_CONTROLS)) {
		for (const backdrop of backdrops) expect(backdropName(backdrop)).toMatch(/\S/);
	}
	expect(() => backdropName('nowhere')).toThrow(RangeError);
});
