import { expect } from 'vitest';
import { addProduct } from '../../src/lib/compiler/lora/add-product';
import { normal } from './memory-checkpoint';

/**
 * Holds addProduct against the same sums in the same order, to the last bit: what is compiled in a browser
 * must be what is compiled in Node.
 */
export function expectExactProducts(): void {
	const next = normal(7);
	const random = (length: number) => new Float32Array(length).map(next);
	for (const [rows, rank, columns] of [
		[1, 1, 1],
		[3, 2, 5],
		[4, 8, 8],
		[9, 5, 13],
		// More than one block of columns, and a memory that grows.
		[5, 600, 130],
	]) {
		const target = random(rows * columns);
		const up = random(rows * rank);
		const down = random(rank * columns);
		const expected = target.map((value, i) => {
			const row = Math.floor(i / columns);
			const column = i % columns;
			let sum = 0;
			for (let k = 0; k < rank; k++) {
				sum = Math.fround(sum + Math.fround(up[row * rank + k] * down[k * columns + column]));
			}
			return value + 0.25 * sum;
		});
		addProduct(target, up, down, rank, 0.25);
		expect(target).toEqual(expected);
	}
}
