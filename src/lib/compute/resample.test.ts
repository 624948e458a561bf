import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';
import { resample, resize } from './resample';

const executor = createCpuExecutor();

test('the identity keeps every pixel, a flip mirrors them', () => {
	const source = noisePlane(9, 7, 3, 2);
	const same = resample(executor, source, [1, 0, 0, 0, 1, 0], source) as CpuPlane;
	const mirrored = resample(executor, source, [-1, 0, 9, 0, 1, 0], source) as CpuPlane;
	for (let y = 0; y < 7; y++) {
		for (let x = 0; x < 9; x++) {
			for (let c = 0; c < 3; c++) {
				const value = source.data[(y * 9 + x) * 3 + c];
				expect(same.data[(y * 9 + x) * 3 + c]).toBeCloseTo(value, 6);
				expect(mirrored.data[(y * 9 + 8 - x) * 3 + c]).toBeCloseTo(value, 6);
			}
		}
	}
});

test.each([0.37, 2.5])('a ramp stays a ramp at scale %f', (scale) => {
	const ramp: CpuPlane = {
		width: 64,
		height: 64,
		channels: 1,
		data: Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 64) + 0.5),
	};
	const size = Math.round(64 * scale);
	const map = [scale, 0, 0, 0, scale, 0] as const;
	const drawn = resample(executor, ramp, map, { width: size, height: size }) as CpuPlane;
	const margin = Math.ceil(3 * Math.max(scale, 1));
	for (let x = margin; x < size - margin; x++) {
		expect(drawn.data[(size >> 1) * size + x]).toBeCloseTo((x + 0.5) / scale, 1);
	}
});

test('a fine pattern becomes grey when it shrinks: nothing aliases', () => {
	const stripes: CpuPlane = {
		width: 96,
		height: 96,
		channels: 1,
		data: Float32Array.from({ length: 96 * 96 }, (_, i) => i % 2),
	};
	const small = resize(executor, stripes, { width: 30, height: 30 }) as CpuPlane;
	for (let x = 3; x < 27; x++) expect(small.data[15 * 30 + x]).toBeCloseTo(0.5, 1);
});

test('a map that rotates is refused', () => {
	const source = noisePlane(4, 4, 1, 1);
	expect(() => resample(executor, source, [0, -1, 4, 1, 0, 0], source)).toThrow(RangeError);
});
