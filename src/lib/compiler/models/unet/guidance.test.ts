import { expect, test } from 'vitest';
import { goldenTensors } from '../../../../../tests/golden/fixture';
import { readFixture } from '../../../../../tests/support/golden';
import { guidanceEmbedding } from './guidance';

/** In the second run torch's exponential differs by its last bit in one place; without rounding it is 2e-4. */
test.each([
	['t999', 8, 1e-6],
	['t259', 1.5, 3e-5],
])('the embedding of %s is that of diffusers', async (run, scale, tolerance) => {
	const recorded = await goldenTensors('unet_lcm/io.safetensors', readFixture);
	const { data } = await recorded(`${run}.in.timestep_cond`);
	const embedding = guidanceEmbedding(scale, data.length);
	embedding.forEach((value, i) => expect(Math.abs(value - data[i])).toBeLessThan(tolerance));
});
