import { expect, test } from 'vitest';
import { transpose } from './tensor';

test('transpose moves axes and keeps the kind of numbers', () => {
	const tensor = { shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) };
	expect(transpose(tensor, [1, 0])).toEqual({
		shape: [3, 2],
		data: Int32Array.of(1, 4, 2, 5, 3, 6),
	});
});

test('transpose puts every number where its index says', () => {
	const [h, w, i, o] = [2, 3, 4, 5];
	const data = Float32Array.from({ length: h * w * i * o }, (_, n) => n);
	const turned = transpose({ shape: [h, w, i, o], data }, [3, 2, 0, 1]);
	expect(turned.shape).toEqual([o, i, h, w]);
	for (let y = 0; y < h; y++)
		for (let x = 0; x < w; x++)
			for (let from = 0; from < i; from++)
				for (let to = 0; to < o; to++)
					expect(turned.data[((to * i + from) * h + y) * w + x]).toBe(
						((y * w + x) * i + from) * o + to,
					);
});
