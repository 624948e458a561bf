import { expect, test } from 'vitest';
import { goldenTensors, maxDifference } from '../../../tests/golden/fixture';
import { readFixture } from '../../../tests/support/golden';
import { clipImageInput } from './clip-input';

test('a picture becomes what the reference makes of it', async () => {
	const recorded = await goldenTensors('clip_vision/io.safetensors', readFixture);
	const { dims, data: rgb } = await recorded('in.rgb_u8_hwc');
	const expected = await recorded('mid.pixel_values');
	const [height, width] = dims;
	const data = new Uint8ClampedArray(width * height * 4).map((_, i) =>
		i % 4 === 3 ? 255 : rgb[Math.floor(i / 4) * 3 + (i % 4)],
	);
	const actual = clipImageInput({ width, height, data }, 56);
	expect(maxDifference({ dims: expected.dims, data: actual }, expected)).toBeLessThan(1e-5);
});
