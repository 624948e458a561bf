import { describe, expect, test } from 'vitest';
import { DESCRIPTOR_LENGTH } from '$lib/domain/face';
import { judgeDescriptor, judgeFaces, showsNothing } from './verdict';

const face = (side: number) => ({ box: { x: 0, y: 0, width: side, height: side } });
const descriptor = (fill: (i: number) => number) =>
	Float32Array.from({ length: DESCRIPTOR_LENGTH }, (_, i) => fill(i));
const person = descriptor((i) => Math.sin(i));

describe('a picture', () => {
	test('with one face is scored by its likeness', () => {
		expect(judgeFaces([face(100)], person, person)).toEqual({ kind: 'scored', score: 1 });
		const other = descriptor((i) => Math.cos(i));
		expect(judgeFaces([face(100)], other, person)).toMatchObject({ kind: 'scored' });
	});

	test.each([
		['no face', [], 'no-face'],
		['two faces', [face(60), face(100)], 'two-faces'],
	] as const)('with %s is dropped', (_, faces, because) => {
		expect(judgeFaces(faces, person, person)).toEqual({ kind: 'dropped', because });
	});

	test('keeps its face beside a small one in a pattern', () => {
		expect(judgeFaces([face(100), face(30)], person, person).kind).toBe('scored');
	});

	test.each([
		['nothing', null],
		['zeros', descriptor(() => 0)],
		['a number that is none', descriptor((i) => (i === 7 ? NaN : 1))],
		['too few numbers', new Float32Array(512).fill(1)],
	])('of which the network made %s is broken', (_, broken) => {
		expect(judgeDescriptor(broken, person)).toEqual({ kind: 'dropped', because: 'broken' });
	});
});

test('one colour shows nothing, a gradient does', () => {
	const flat = new Uint8ClampedArray(4 * 64 * 64).fill(127);
	expect(showsNothing(flat)).toBe(true);
	expect(showsNothing(new Uint8ClampedArray(4 * 64 * 64))).toBe(true);
	expect(showsNothing(flat.map((_, i) => (i / flat.length) * 255))).toBe(false);
});
