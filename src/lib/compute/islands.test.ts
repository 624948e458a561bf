import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { withoutIslands } from './islands';
import type { CpuPlane } from './kernel';

const SIDE = 20;
const executor = createCpuExecutor();

/** A block of 10 x 10 with a hole of one pixel, an island of 2 x 2 with a soft rim, a dot. */
function scene(): CpuPlane {
	const data = new Float32Array(SIDE * SIDE);
	const put = (x: number, y: number, w: number, h: number, v: number) => {
		for (let j = y; j < y + h; j++) data.fill(v, j * SIDE + x, j * SIDE + x + w);
	};
	put(0, 0, 10, 10, 1);
	put(4, 4, 1, 1, 0);
	put(12, 12, 4, 4, 0.3);
	put(13, 13, 2, 2, 1);
	put(17, 2, 1, 1, 1);
	return { width: SIDE, height: SIDE, channels: 1, data };
}
const clean = async (least: number, spared: CpuPlane | null = null) =>
	(await executor.download(await withoutIslands(executor, executor.upload(scene()), least, spared)))
		.data;
const at = (data: Float32Array, x: number, y: number) => data[y * SIDE + x];

test('small islands go with their soft rim, small holes close, the rest stays', async () => {
	const data = await clean(5);
	expect([at(data, 13, 13), at(data, 12, 13), at(data, 17, 2)]).toEqual([0, 0, 0]);
	expect(at(data, 4, 4)).toBe(1);
	expect([at(data, 0, 0), at(data, 9, 9), at(data, 10, 9)]).toEqual([1, 1, 0]);
});

test('what is large enough stays as it was', async () => {
	const data = await clean(2);
	expect(at(data, 13, 13)).toBe(1);
	expect(at(data, 12, 13)).toBeCloseTo(0.3);
	expect(at(data, 17, 2)).toBe(0);
});

test('an island on spared ground stays', async () => {
	const spared = { ...scene(), data: new Float32Array(SIDE * SIDE) };
	spared.data[2 * SIDE + 17] = 1;
	const data = await clean(5, spared);
	expect(at(data, 17, 2)).toBe(1);
	expect(at(data, 13, 13)).toBe(0);
});
