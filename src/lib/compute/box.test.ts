import { expect, test } from 'vitest';
import { boxMean } from './box';
import { createCpuExecutor } from './cpu-executor';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';

test.each([1, 2, 3, 4] as const)('%i channels: the mean over the clipped window', (channels) => {
	const source = noisePlane(17, 11, channels, 5);
	for (const radius of [1, 3, 25]) {
		const mean = boxMean(createCpuExecutor(), source, radius) as CpuPlane;
		for (let y = 0; y < 11; y++) {
			for (let x = 0; x < 17; x++) {
				for (let c = 0; c < channels; c++) {
					expect(mean.data[(y * 17 + x) * channels + c]).toBeCloseTo(
						naiveMean(source, x, y, c, radius),
						5,
					);
				}
			}
		}
	}
});

test('a radius that is no whole number is refused', () => {
	const source = noisePlane(4, 4, 1, 1);
	expect(() => boxMean(createCpuExecutor(), source, 1.5)).toThrow(RangeError);
});

function naiveMean(plane: CpuPlane, x: number, y: number, c: number, radius: number): number {
	let sum = 0;
	let count = 0;
	for (let j = y - radius; j <= y + radius; j++) {
		for (let i = x - radius; i <= x + radius; i++) {
			if (i < 0 || j < 0 || i >= plane.width || j >= plane.height) continue;
			sum += plane.data[(j * plane.width + i) * plane.channels + c];
			count++;
		}
	}
	return sum / count;
}
