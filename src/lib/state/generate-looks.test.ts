import { expect, test } from 'vitest';
import type { GeneratedRecipe } from '$lib/domain/generated';
import { fillPrompt } from '$lib/styles/subject';
import { jobsOf, lookOfRecipe, lookOfWords } from './generate-looks';

const recipe: GeneratedRecipe = {
	version: 1,
	kind: 'generated',
	pack: 'studio',
	packHash: 'ab'.repeat(32),
	style: 'film-3d',
	prompt: 'portrait of a woman as a hero',
	negative: 'nude',
	seed: 7,
	sampler: 'lcm',
	steps: 6,
	guidance: 1,
	strength: 0.6,
	identityScale: 0.8,
	width: 448,
	height: 576,
};

test('a picture gives the look that it was drawn with', () => {
	const look = lookOfRecipe(recipe, 4);
	expect(look.style).toBe('film-3d');
	expect(look.look).toMatchObject({
		strength: 0.6,
		identityScale: 0.8,
		aspect: '3:4',
		extraSteps: 2,
	});
	expect(fillPrompt(look.look.prompt, 'man')).toBe(recipe.prompt);
});

test('free words are no template', () => {
	const { look } = lookOfWords('  a {subject} in {space} ', 'person', 0.5);
	expect(fillPrompt(look.prompt, 'person')).toBe('a subject in space');
});

test('jobs are drawn in the order in which they were asked for, from seeds of their own', () => {
	const look = lookOfWords('a knight', 'person', 0.5);
	const looks = Array.from({ length: 3 }, () => ({ look }));
	const jobs = jobsOf(looks, { pack: 'studio', budget: 'fast', source: 's' }, 100);
	expect(jobs.map(({ createdAt }) => createdAt)).toEqual([100, 101, 102]);
	expect(new Set(jobs.map(({ seed }) => seed)).size).toBe(3);
	for (const { seed } of jobs) expect(seed).toBeGreaterThanOrEqual(0);
});
