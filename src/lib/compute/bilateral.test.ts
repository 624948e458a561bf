import { expect, test } from 'vitest';
import { bilateral } from './bilateral';
import { createCpuExecutor } from './cpu-executor';
import { noisePlane } from './parity';
import type { CpuPlane } from './kernel';

const executor = createCpuExecutor();
const filter = (source: CpuPlane) =>
	executor.download(
		bilateral(executor, source, everywhere(source), { iterations: 3, range: 0.1, spatial: 3 }),
	);
const everywhere = ({ width, height }: CpuPlane): CpuPlane => ({
	width,
	height,
	channels: 1,
	data: new Float32Array(width * height).fill(1),
});

test('a step keeps its edge and the noise beside it goes', async () => {
	const noise = noisePlane(32, 32, 3, 1, -0.04, 0.04);
	const data = noise.data.map((v, i) => v + (Math.floor(i / 3) % 32 < 16 ? 0.2 : 0.8));
	const result = await filter({ ...noise, data });
	const at = (x: number, y: number) => result.data[(y * 32 + x) * 3];
	for (let y = 4; y < 28; y++) {
		expect(at(15, y)).toBeLessThan(0.25);
		expect(at(16, y)).toBeGreaterThan(0.75);
	}
	const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
	const column = (plane: Float32Array, x: number) =>
		Array.from({ length: 24 }, (_, y) => plane[((y + 4) * 32 + x) * 3]);
	expect(spread(column(result.data, 8))).toBeLessThan(0.35 * spread(column(data, 8)));
});

test('a flat plane stays as it is', async () => {
	const result = await filter({
		width: 9,
		height: 7,
		channels: 3,
		data: new Float32Array(9 * 7 * 3).fill(0.3),
	});
	for (const value of result.data) expect(value).toBeCloseTo(0.3, 6);
});

test('inside the mask nothing changes, far outside it the source stays', async () => {
	const source = noisePlane(40, 12, 3, 2);
	const left = everywhere(source);
	left.data.forEach((_, i) => (left.data[i] = i % 40 < 10 ? 1 : 0));
	const options = { iterations: 2, range: 0.3, spatial: 2 };
	const some = await executor.download(bilateral(executor, source, left, options));
	const all = await executor.download(bilateral(executor, source, everywhere(source), options));
	some.data.forEach((value, i) => {
		const x = Math.floor(i / 3) % 40;
		if (x < 10) expect(value).toBe(all.data[i]);
		if (x >= 20) expect(value).toBe(source.data[i]);
	});
});
