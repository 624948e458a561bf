import { expect, test } from 'vitest';
import { goldenTensors } from '../../../../../tests/golden/fixture';
import { readFixture } from '../../../../../tests/support/golden';
import { guidanceEmbedding } from './guidance';

test.each([
	['t999', 8],
	['t259', 1.5],
])('the embedding of %s is that of diffusers', async (run, scale) => {
	const recorded = await goldenTensors('unet_lcm/io.safetensors', readFixture);
	const { data } = await recorded(`${run}.in.timestep_cond`);
	const embedding = guidanceEmbedding(scale, data.length);
	embedding.forEach((value, i) => expect(Math.abs(value - data[i])).toBeLessThan(1e-6));
});
