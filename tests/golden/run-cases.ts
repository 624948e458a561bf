import { expect, test } from 'vitest';
import type { GoldenCase } from './case';
import { CASES } from './cases';
import type { GoldenSessions } from './context';
import { maxDifference } from './fixture';

/** A test for each case: fails with every comparison that is off, by name. */
export function runCases(
	attention: string,
	open: () => Promise<GoldenSessions>,
	cases: readonly GoldenCase[] = CASES,
): void {
	test.each(cases)(`$id, ${attention} attention`, async ({ run, tolerance }) => {
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

/**
 * What WebGPU in software checks in every run: each layer, and the network in which a wrong epsilon shows. All the
 * others with VITE_GOLDEN=all; they take a quarter of an hour there.
 */
export const WEBGPU_CASES = import.meta.env.VITE_GOLDEN === 'all' ? CASES : CASES.filter(isQuick);

function isQuick({ id }: GoldenCase): boolean {
	return id.startsWith('layers: ') || id === 'unet_eps';
}
