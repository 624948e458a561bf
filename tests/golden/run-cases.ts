import { expect, test } from 'vitest';
import { CASES } from './cases';
import type { GoldenSessions } from './context';
import { maxDifference } from './fixture';

/** A test for each case: fails with every comparison that is off, by name. */
export function runCases(attention: string, open: () => Promise<GoldenSessions>): void {
	test.each(CASES)(`$id, ${attention} attention`, async ({ run, tolerance }) => {
		const context = await open();
		try {
			const comparisons = await run(context);
			expect(comparisons).not.toEqual([]);
			const differences = comparisons.map(({ what, actual, expected }) => ({
				what,
				shapes: `[${actual.dims}], expected [${expected.dims}]`,
				difference: maxDifference(actual, expected),
			}));
			expect(differences.filter(({ difference }) => !(difference <= tolerance))).toEqual([]);
		} finally {
			await context.close();
		}
	});
}
