import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import type { CpuPlane } from './kernel';
import { dilate, erode } from './morphology';
import { noisePlane } from './parity';

test.each([
	['erode', erode, Math.min],
	['dilate', dilate, Math.max],
] as const)('%s takes the extreme of the square window', (_, run, extreme) => {
	const source = noisePlane(14, 9, 1, 3);
	for (const radius of [1, 2, 20]) {
		const { data } = run(createCpuExecutor(), source, radius) as CpuPlane;
		for (let y = 0; y < 9; y++) {
			for (let x = 0; x < 14; x++) {
				let expected = source.data[y * 14 + x];
				for (let j = Math.max(y - radius, 0); j <= Math.min(y + radius, 8); j++) {
					for (let i = Math.max(x - radius, 0); i <= Math.min(x + radius, 13); i++) {
						expected = extreme(expected, source.data[j * 14 + i]);
					}
				}
				expect(data[y * 14 + x]).toBe(expected);
			}
		}
	}
});
