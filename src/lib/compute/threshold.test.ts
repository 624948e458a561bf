import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import type { CpuPlane } from './kernel';
import { threshold } from './threshold';

const executor = createCpuExecutor();

test('coverage is the part of a pixel beyond the level, whatever the slope', async () => {
	for (const slope of [0.01, 1]) {
		const data = Float32Array.from({ length: 16 * 8 }, (_, i) => slope * ((i % 16) - 7.25));
		const field: CpuPlane = { width: 16, height: 8, channels: 1, data };
		const { data: cover } = await executor.download(threshold(executor, field, 0));
		expect(cover[4 * 16 + 6]).toBe(0);
		expect(cover[4 * 16 + 7]).toBeCloseTo(0.25, 2);
		expect(cover[4 * 16 + 8]).toBe(1);
	}
});
