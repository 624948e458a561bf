import { expect, test } from 'vitest';
import type { IdCheck, IdRule } from '$lib/domain/id-photo';
import { guidanceOf, SteadyGuidance, type Guidance } from './id-guidance';

const check = (
	rule: IdRule,
	verdict: IdCheck['verdict'],
	measured: number | null = 1,
): IdCheck => ({
	rule,
	verdict,
	measured,
	wanted: { least: null, most: 0 },
	unit: 'ratio',
	marks: [],
});
const mend = (rule: IdRule): Guidance => ({ kind: 'mend', check: check(rule, 'warn') });
const GOOD: Guidance = { kind: 'good' };

test('what fails is said before what is in doubt, and what cannot be mended there not at all', () => {
	const doubt = check('room-above', 'warn');
	const failure = check('eyes-open', 'fail');
	expect(guidanceOf([failure, doubt])).toEqual({ kind: 'mend', check: failure });
	expect(guidanceOf([doubt, check('background-even', 'fail')])).toEqual({
		kind: 'mend',
		check: doubt,
	});
	expect(guidanceOf([check('head-height', 'fail'), check('yaw', 'warn', null)])).toEqual(GOOD);
});

test('one frame that says something else changes no words', () => {
	const steady = new SteadyGuidance();
	steady.add(mend('yaw'), 0);
	expect(steady.said).toEqual(mend('yaw'));
	steady.add(mend('roll'), 100);
	expect(steady.said).toEqual(mend('yaw'));
	steady.add(mend('roll'), 200);
	expect(steady.said).toEqual(mend('roll'));
});

test('the shutter waits for three good frames and 0.7 seconds, and begins anew after a blink', () => {
	const steady = new SteadyGuidance();
	const at = (guidance: Guidance, now: number) => {
		steady.add(guidance, now);
		return steady.held;
	};
	expect(at(GOOD, 0)).toBe(0);
	expect(at(GOOD, 350)).toBeCloseTo(0.5);
	expect(at(mend('eyes-open'), 500)).toBe(0);
	expect(at(GOOD, 600)).toBe(0);
	expect(at(GOOD, 1400)).toBeCloseTo(2 / 3);
	expect(at(GOOD, 1500)).toBe(1);
});
