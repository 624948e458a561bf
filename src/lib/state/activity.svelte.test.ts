import { expect, test } from 'vitest';
import { Activity } from './activity.svelte';

test('steps share one bar that never falls', () => {
	const activity = new Activity();
	activity.begin('decode');
	activity.step(0, 0.5)({ stage: 'models', fraction: 0.8 });
	expect(activity.fraction).toBeCloseTo(0.4);
	const second = activity.step(0.5, 1);
	second({ stage: 'detect', fraction: 0.5 });
	expect([activity.stage, activity.fraction]).toEqual(['detect', 0.75]);
	second({ stage: 'detect', fraction: 0.1 });
	expect(activity.fraction).toBe(0.75);
});

test('reports of work that was cancelled change nothing', () => {
	const activity = new Activity();
	activity.begin('decode');
	const report = activity.step(0, 1);
	activity.end();
	report({ stage: 'detect', fraction: 0.5 });
	expect([activity.stage, activity.fraction]).toEqual([null, 0]);
});
