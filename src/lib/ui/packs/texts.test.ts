import { describe, expect, it } from 'vitest';
import { duration, leastCommercial } from './texts';

describe('leastCommercial', () => {
	const terms = (...all: ('yes' | 'no' | 'unclear')[]) =>
		leastCommercial(all.map((commercial) => ({ commercial })));

	it('is what the strictest part allows', () => {
		expect(terms('yes', 'unclear', 'no')).toBe('no');
		expect(terms('yes', 'unclear')).toBe('unclear');
		expect(terms('yes', 'yes')).toBe('yes');
	});

	it('does not promise anything where no terms are known', () => {
		expect(terms()).toBe('unclear');
	});
});

describe('duration', () => {
	it('rounds as people say it', () => {
		expect(duration(0.2)).toBe('a few seconds');
		expect(duration(41)).toBe('45 s');
		expect(duration(60)).toBe('1 min');
		expect(duration(59 * 60 + 1)).toBe('1 h 0 min');
		expect(duration(3 * 3600 + 5 * 60)).toBe('3 h 5 min');
		expect(duration(2 * 86400)).toBe('more than a day');
	});
});
