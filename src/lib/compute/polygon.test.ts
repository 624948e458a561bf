import { expect, test } from 'vitest';
import { fillPolygon, strokePolyline, union } from './polygon';

const sum = (data: Float32Array) => data.reduce((total, value) => total + value, 0);

test('coverage adds up to the area, whichever way round', () => {
	const corners = [
		{ x: 3.2, y: 2.7 },
		{ x: 27.9, y: 8.4 },
		{ x: 22.1, y: 29.3 },
		{ x: 14.5, y: 15.2 },
		{ x: 5.6, y: 24.8 },
	];
	const area = Math.abs(
		corners.reduce((total, p, i) => {
			const q = corners[(i + 1) % corners.length];
			return total + (p.x * q.y - q.x * p.y) / 2;
		}, 0),
	);
	expect(sum(fillPolygon(32, corners).data)).toBeCloseTo(area, 2);
	expect(sum(fillPolygon(32, corners.toReversed()).data)).toBeCloseTo(area, 2);
});

test('a pixel that is half covered is one half', () => {
	const { data } = fillPolygon(4, [
		{ x: 0.5, y: 1 },
		{ x: 3, y: 1 },
		{ x: 3, y: 2.25 },
		{ x: 0.5, y: 2.25 },
	]);
	expect(Array.from(data.subarray(4, 8))).toEqual([0.5, 1, 1, 0]);
	expect(Array.from(data.subarray(8, 12))).toEqual([0.125, 0.25, 0.25, 0]);
	expect(sum(data)).toBeCloseTo(2.5 * 1.25, 5);
});

test('what lies outside is cut off', () => {
	const { data } = fillPolygon(8, [
		{ x: -20, y: -20 },
		{ x: 30, y: -20 },
		{ x: 30, y: 4 },
		{ x: -20, y: 4 },
	]);
	expect(sum(data)).toBeCloseTo(32, 4);
});

test('a stroke is as wide as asked', () => {
	const { data } = strokePolyline(
		16,
		[
			{ x: -5, y: 8 },
			{ x: 20, y: 8 },
		],
		3,
	);
	let column = 0;
	for (let y = 0; y < 16; y++) column += data[y * 16 + 7];
	expect(column).toBeCloseTo(3, 5);
});

test('the union is the larger value', () => {
	const plane = (...values: number[]) =>
		({ width: 2, height: 1, channels: 1, data: Float32Array.from(values) }) as const;
	expect(Array.from(union(plane(0.25, 1), plane(0.5, 0)).data)).toEqual([0.5, 1]);
});
