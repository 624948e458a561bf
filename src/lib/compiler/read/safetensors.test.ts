import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../../tests/golden/fixture';
import { float32, withHeader, writeSafetensors } from '../../../../tests/support/safetensors';
import { CompileError } from '../error';
import type { Dtype } from '../checkpoint';
import { openSafetensors } from './safetensors';

const open = (file: Uint8Array<ArrayBuffer>) =>
	openSafetensors(memorySource(file), 'a.safetensors');

function bytesOf(values: ArrayBufferView<ArrayBuffer>): Uint8Array {
	return new Uint8Array(values.buffer);
}

describe('element types', () => {
	test.each<[Dtype, Uint8Array, number[]]>([
		['F64', bytesOf(Float64Array.of(1.5, -2, 1e-3)), [1.5, -2, Math.fround(1e-3)]],
		['F32', bytesOf(Float32Array.of(1.5, -2)), [1.5, -2]],
		['F16', bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x0001)), [1, -2, 2 ** -24]],
		['BF16', bytesOf(Uint16Array.of(0x3f80, 0xc040, 0x0080)), [1, -3, 2 ** -126]],
		// Largest, smallest normal, smallest subnormal, minus one, not a number.
		['F8_E4M3', Uint8Array.of(0x7e, 0x08, 0x01, 0xb8, 0x7f), [448, 2 ** -6, 2 ** -9, -1, NaN]],
		[
			'F8_E5M2',
			Uint8Array.of(0x7b, 0x04, 0x01, 0xbc, 0x7c),
			[57344, 2 ** -14, 2 ** -16, -1, Infinity],
		],
		['I64', bytesOf(BigInt64Array.of(3n, -1n, -(2n ** 40n))), [3, -1, -(2 ** 40)]],
		['I32', bytesOf(Int32Array.of(-5, 7)), [-5, 7]],
		['I16', bytesOf(Int16Array.of(-5, 7)), [-5, 7]],
		['I8', bytesOf(Int8Array.of(-5, 7)), [-5, 7]],
		['U8', Uint8Array.of(250, 7), [250, 7]],
		['BOOL', Uint8Array.of(0, 1), [0, 1]],
	])('%s, at an odd place', async (dtype, bytes, values) => {
		const file = writeSafetensors({
			odd: { dtype: 'U8', shape: [1], bytes: Uint8Array.of(9) },
			a: { dtype, shape: [values.length], bytes },
		});
		const checkpoint = await open(file);
		expect([...(await checkpoint.read('a'))]).toEqual(values);
		expect([...(await checkpoint.read('a', { begin: 1, end: 2 }))]).toEqual([values[1]]);
	});
});

test('rows, empty tensors, single numbers and metadata', async () => {
	const matrix = float32([3, 2], [0, 1, 2, 3, 4, 5]);
	const file = writeSafetensors({ matrix, none: float32([0, 4], []), one: float32([], [8]) });
	const checkpoint = await open(file);
	expect(checkpoint.names()).toEqual(['matrix', 'none', 'one']);
	expect([...(await checkpoint.read('matrix', { begin: 1, end: 3 }))]).toEqual([2, 3, 4, 5]);
	expect([...(await checkpoint.read('none'))]).toEqual([]);
	expect([...(await checkpoint.read('one'))]).toEqual([8]);
	await expect(checkpoint.read('matrix', { begin: 1, end: 4 })).rejects.toThrow(RangeError);
	await expect(checkpoint.read('two')).rejects.toMatchObject({ problem: 'missing' });
	expect((await open(withHeader('{"__metadata__":{"format":"pt"}}'))).names()).toEqual([]);
});

test('names stand in the order of the file, whatever the order of the header', async () => {
	const entry = (begin: number) => ({ dtype: 'U8', shape: [1], data_offsets: [begin, begin + 1] });
	const file = withHeader(JSON.stringify({ b: entry(1), a: entry(0) }), Uint8Array.of(1, 2));
	expect((await open(file)).names()).toEqual(['a', 'b']);
});

describe('refuses', () => {
	const eight = new Uint8Array(8);
	const entry = (fields: object) => ({ dtype: 'U8', shape: [8], data_offsets: [0, 8], ...fields });
	const of = (fields: object) => withHeader(JSON.stringify({ a: entry(fields) }), eight);
	const length = (bytes: bigint) => bytesOf(BigUint64Array.of(bytes));
	test.each<[string, Uint8Array, CompileError['problem'], RegExp]>([
		['an empty file', new Uint8Array(), 'damaged', /truncated at byte 0: the header length/],
		[
			'a header cut off',
			withHeader('{"a":1}').slice(0, 12),
			'damaged',
			/truncated at byte 12: the header ends at byte 15/,
		],
		['an endless header', length(2n ** 63n), 'damaged', /claims 9223372036854776000 bytes/],
		['no JSON', withHeader('{"a":'), 'damaged', /not JSON/],
		['brackets without end', withHeader('{"a":' + '['.repeat(1e6)), 'damaged', /not JSON/],
		[
			'deep shapes',
			withHeader(
				JSON.stringify({ a: entry({ shape: [1] }) }).replace(
					'[1]',
					'['.repeat(1e5) + ']'.repeat(1e5),
				),
			),
			'damaged',
			/no possible shape/,
		],
		['a list', withHeader('[]'), 'damaged', /no JSON object/],
		['a file cut off', of({}).slice(0, -3), 'damaged', /truncated at byte \d+: a ends at byte/],
		[
			'bytes after the end',
			withHeader(JSON.stringify({ a: entry({}) }), eight, eight),
			'damaged',
			/8 bytes follow/,
		],
		['a gap', of({ data_offsets: [1, 9] }), 'damaged', /follows a gap/],
		[
			'an overlap',
			withHeader(
				JSON.stringify({ a: entry({}), b: entry({ data_offsets: [7, 15] }) }),
				eight,
				eight,
			),
			'damaged',
			/b at byte \d+ overlaps/,
		],
		['another size', of({ shape: [7] }), 'damaged', /\[7\] of U8 takes 7 bytes, not \[0,8\]/],
		['a shape that overflows', of({ shape: [2 ** 32, 2 ** 32] }), 'damaged', /no possible shape/],
		['a fraction', of({ shape: [0.5] }), 'damaged', /no possible shape/],
		['a negative offset', of({ data_offsets: [-8, 0] }), 'damaged', /takes 8 bytes/],
		['an unknown type', of({ dtype: 'F4' }), 'unsupported', /a has elements of type F4/],
		['no shape', of({ shape: undefined }), 'damaged', /lacks its type, shape or place/],
		[
			'a long name',
			withHeader(JSON.stringify({ ['a'.repeat(2000)]: entry({}) }), eight),
			'damaged',
			/2000 letters/,
		],
	])('%s', async (_, file, problem, message) => {
		const opened = open(Uint8Array.from(file));
		await expect(opened).rejects.toBeInstanceOf(CompileError);
		await expect(opened).rejects.toMatchObject({
			problem,
			message: expect.stringMatching(message),
		});
	});
});
