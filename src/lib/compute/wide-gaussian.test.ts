import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { gaussian } from './gaussian';
import { noisePlane } from './parity';
import { wideGaussian } from './wide-gaussian';

test('away from the border it is the Gaussian that it saves', async () => {
	const executor = createCpuExecutor();
	const source = noisePlane(144, 112, 1, 3);
	for (const sigma of [2, 7, 13]) {
		const exact = await executor.download(gaussian(executor, source, sigma));
		const quick = await executor.download(wideGaussian(executor, source, sigma));
		for (let y = 40; y < 72; y++) {
			for (let x = 40; x < 104; x++) {
				const i = y * 144 + x;
				expect(Math.abs(quick.data[i] - exact.data[i])).toBeLessThan(0.01);
			}
		}
	}
});
