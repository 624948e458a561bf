import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from '../../tests/golden/cases';
import { negativeControls } from './controls';
import { COMPILER, MutationHarness } from './harness';
import { plant } from './mistake';
import { ELSEWHERE, MISTAKES } from './mistakes';

test.each(MISTAKES)('still applies: $mistake', async (mistake) => {
	const source = await readFile(path.join(COMPILER, mistake.file), 'utf8');
	expect(plant(source, mistake)).not.toBe(source);
	const ids = CASES.map(({ id }) => id);
	for (const id of mistake.cases) expect(ids).toContain(id);
});

test('every negative control of the fixtures is planted or held elsewhere', async () => {
	const mistakes = [...(await negativeControls()).keys()];
	expect(mistakes.length).toBeGreaterThan(40);
	const known = [...MISTAKES.map(({ mistake }) => mistake), ...Object.keys(ELSEWHERE)];
	expect(mistakes.filter((name) => !known.includes(name))).toEqual([]);
	expect(Object.keys(ELSEWHERE).filter((name) => !mistakes.includes(name))).toEqual([]);
});

describe('the harness', () => {
	let harness: MutationHarness;
	beforeAll(async () => {
		harness = await MutationHarness.open();
	});
	afterAll(() => harness.close());

	// A few that run in a moment; tools/mutations/run.ts shows all.
	const quick = MISTAKES.filter(({ mistake }) =>
		['clip: no causal mask', 'proj: k and v swapped'].includes(mistake),
	);
	test.each(quick)('notices: $mistake', async (mistake) => {
		const [green] = await harness.run(mistake.cases, null);
		expect(green.difference).toBeLessThan(green.tolerance);
		const [red] = await harness.run(mistake.cases, mistake);
		expect(red.difference).toBeGreaterThan(100 * red.tolerance);
	});

	test('says so when a mistake cannot be planted', async () => {
		const [mistake] = quick;
		const gone = { ...mistake, from: 'what nobody wrote' };
		await expect(harness.run(mistake.cases, gone)).rejects.toThrow('occurs 0 times');
		const outside = { ...mistake, file: 'not/there.ts' };
		await expect(harness.run(mistake.cases, outside)).rejects.toThrow('part of no golden case');
	});
});
