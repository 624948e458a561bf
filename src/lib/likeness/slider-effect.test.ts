import { expect, test } from 'vitest';
import { STYLE_IDS } from '$lib/domain/recipe';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { scoreOf } from './calibration';
import { sliderEffect } from './slider-effect';

test('every style with the slider was measured, and gets no less alike by it', () => {
	for (const style of STYLE_IDS) {
		const [low, high] = [sliderEffect(style, 0), sliderEffect(style, 1)];
		if (!STYLE_CONTROLS[style].likeness) {
			expect(low, style).toBeNull();
			continue;
		}
		expect(low!.people).toBeGreaterThanOrEqual(6);
		expect(high!.likeness, style).toBeGreaterThanOrEqual(low!.likeness);
	}
});

test('between measured places the likeness is between theirs', () => {
	const table = { positions: [0, 0.5, 1], people: 3, styles: { oil: [0.5, 0.7, 0.8] } };
	const at = (position: number) => sliderEffect('oil', position, table)!.likeness;
	expect(at(0)).toBe(scoreOf(0.5));
	expect(at(0.25)).toBeCloseTo(scoreOf(0.6), 9);
	expect(at(0.5)).toBeCloseTo(scoreOf(0.7), 9);
	expect(at(1)).toBeCloseTo(scoreOf(0.8), 9);
	expect(sliderEffect('neon', 0.5, table)).toBeNull();
	expect(() => at(1.2)).toThrow(RangeError);
});
