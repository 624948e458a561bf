import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { gaussian } from './gaussian';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';
import { wideGaussian } from './wide-gaussian';

test.each([5, 9, 20])('sigma %i: close to the exact blur', (sigma) => {
	const executor = createCpuExecutor();
	const source = noisePlane(150, 131, 1, 4);
	const exact = gaussian(executor, source, sigma) as CpuPlane;
	const wide = wideGaussian(executor, source, sigma) as CpuPlane;
	// The repeated border is a mean of pixels rather than one pixel: on noise that is far apart there.
	const border = 3 * sigma;
	for (let y = border; y < 131 - border; y++) {
		for (let x = border; x < 150 - border; x++) {
			const i = y * 150 + x;
			expect(Math.abs(wide.data[i] - exact.data[i])).toBeLessThan(0.005);
		}
	}
});
