import { describe, expect, test } from 'vitest';
import { zipSync } from 'fflate';
import { goldenCheckpoint, maxDifference, memorySource } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { joinBytes } from '../../../../tests/support/safetensors';
import {
	dict,
	int,
	named,
	pickle,
	tensor,
	text,
	torchFile,
	tuple,
	zip64,
} from '../../../../tests/support/torch-file';
import type { Checkpoint } from '../checkpoint';
import { openCheckpoint } from './open';
import { openTorch } from './torch';

const open = (bytes: Uint8Array<ArrayBuffer>) => openTorch(memorySource(bytes), 'a.bin');

function floats(...values: number[]): Uint8Array {
	return new Uint8Array(Float32Array.from(values).buffer);
}

const six = floats(0, 1, 2, 3, 4, 5);
const whole = { length: 6, shape: [2, 3], strides: [3, 1] };

describe('files that torch wrote', () => {
	test.each([
		['ip_faceid/ip-adapter-faceid_tiny', 294],
		['uniportrait/uniportrait-faceid_tiny', 373],
		['uniportrait/backbone', 0],
	])('%s.bin holds what its safetensors file holds', async (name, count) => {
		const torch = await openCheckpoint(memorySource(await readFixture(`${name}.bin`)), name);
		const expected = await goldenCheckpoint(`${name}.fp16.safetensors`, readFixture);
		expect([...torch.names()].sort()).toEqual([...expected.names()].sort());
		if (count) expect(torch.names()).toHaveLength(count);
		for (const key of expected.names()) {
			const array = async (from: Checkpoint) => ({
				dims: from.info(key)!.shape,
				data: await from.read(key),
			});
			expect([key, maxDifference(await array(torch), await array(expected))]).toEqual([key, 0]);
		}
	});
});

describe('views of a storage', () => {
	test('a slice, a transposed one and rows of it', async () => {
		const file = torchFile(
			pickle(
				dict({
					whole: tensor('0', whole),
					slice: tensor('0', { ...whole, offset: 3, shape: [3], strides: [1] }),
					transposed: tensor('0', { ...whole, shape: [3, 2], strides: [1, 3] }),
					number: tensor('0', { ...whole, offset: 4, shape: [], strides: [] }),
				}),
			),
			{ 0: six },
		);
		const checkpoint = await open(file);
		expect([...(await checkpoint.read('whole', { begin: 1, end: 2 }))]).toEqual([3, 4, 5]);
		expect([...(await checkpoint.read('slice'))]).toEqual([3, 4, 5]);
		expect([...(await checkpoint.read('transposed'))]).toEqual([0, 3, 1, 4, 2, 5]);
		expect([...(await checkpoint.read('transposed', { begin: 1, end: 3 }))]).toEqual([1, 4, 2, 5]);
		expect([...(await checkpoint.read('number'))]).toEqual([4]);
		expect(checkpoint.info('number')!.shape).toEqual([]);
	});

	test.each([
		['beyond the storage', { ...whole, offset: 1 }, 'damaged', /reaches beyond its storage of 24/],
		['of another storage size', { ...whole, length: 7 }, 'damaged', /24 bytes for a storage of 28/],
		['a negative size', { ...whole, shape: [-2, 3] }, 'damaged', /no possible shape: \[-2,3\]/],
		['a negative stride', { ...whole, strides: [-3, 1] }, 'damaged', /no possible shape/],
		['a stride too few', { ...whole, strides: [3] }, 'damaged', /with strides \[3\]/],
		[
			'expanded',
			{ ...whole, shape: [2 ** 15, 2 ** 15], strides: [0, 0] },
			'unsupported',
			/repeats its elements/,
		],
	])('refuses a tensor %s', async (_, options, problem, message) => {
		const file = torchFile(pickle(dict({ a: tensor('0', options) })), { 0: six });
		await expect(open(file)).rejects.toMatchObject({
			problem,
			message: expect.stringMatching(message),
		});
	});
});

describe('what surrounds tensors', () => {
	test('a state_dict among the state of the training, with counters and attributes', async () => {
		const inner = joinBytes(
			new TextEncoder().encode(`${named('collections', 'OrderedDict')})R(`),
			joinBytes(text('a.weight'), tensor('0', whole), text('step'), int(7)),
			new TextEncoder().encode('u'),
			// BUILD with {'_metadata': {}}
			dict({ _metadata: dict({}) }),
			new TextEncoder().encode('b'),
		);
		const file = torchFile(pickle(dict({ epoch: int(3), state_dict: inner })), { 0: six });
		expect((await open(file)).names()).toEqual(['a.weight']);
	});
});

test('parameters, types without a storage class, and names of later protocols', async () => {
	const encode = (value: string) => new TextEncoder().encode(value);
	const noHooks = encode(`${named('collections', 'OrderedDict')})R`);
	const parameter = joinBytes(
		encode(named('torch._utils', '_rebuild_parameter')),
		tuple(tensor('0', whole), Uint8Array.of(0x88), noHooks),
		encode('R'),
	);
	const untyped = joinBytes(
		tuple(
			text('storage'),
			encode(named('torch.storage', 'UntypedStorage')),
			...[text('1'), text('cpu'), int(3)],
		),
		encode('Q'),
	);
	// SHORT_BINUNICODE twice, STACK_GLOBAL
	const rebuild = joinBytes(
		Uint8Array.of(0x8c, 12),
		encode('torch._utils'),
		Uint8Array.of(0x8c, 18),
		encode('_rebuild_tensor_v3'),
		Uint8Array.of(0x93),
	);
	const eight = joinBytes(
		rebuild,
		tuple(
			...[untyped, int(0), tuple(int(3)), tuple(int(1)), Uint8Array.of(0x89), noHooks],
			encode(named('torch', 'float8_e4m3fn')),
			dict({}),
		),
		encode('R'),
	);
	const file = torchFile(pickle(dict({ parameter, eight })), {
		0: six,
		1: Uint8Array.of(0x38, 0x40, 0xb8),
	});
	const checkpoint = await open(file);
	expect([...(await checkpoint.read('parameter'))]).toEqual([0, 1, 2, 3, 4, 5]);
	expect([...(await checkpoint.read('eight'))]).toEqual([1, 2, -1]);
});

describe('refuses by name', () => {
	test.each([
		['os.system', pickle(named('os', 'system'), '(', text('true'), 'tR')],
		['builtins.eval', pickle(text('builtins'), text('eval'), 0x93)],
		['torch.load', pickle(named('torch', 'load'))],
		['collections.OrderedDict.fromkeys', pickle(named('collections', 'OrderedDict.fromkeys'))],
		['NEWOBJ', pickle(named('collections', 'OrderedDict'), ')', 0x81)],
		['INST', pickle('(', 'ios\nsystem\n')],
		['sets the state', pickle(int(1), '}b')],
	])('%s', async (name, pickled) => {
		await expect(open(torchFile(pickled))).rejects.toMatchObject({
			problem: 'unsafe',
			message: expect.stringContaining(name),
		});
	});

	test.each([
		['a pickle of torch before 1.6', Uint8Array.of(0x80, 2, 0x8a, 10), /before 1\.6/],
		['a GGUF file', new TextEncoder().encode('GGUF....'), /GGUF/],
		[
			'an LFS pointer',
			new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
			/LFS/,
		],
		['a web page', new TextEncoder().encode('<!DOCTYPE html><html>'), /web page/],
		['anything else', new TextEncoder().encode('hello'), /neither/],
	])('%s', async (_, bytes, message) => {
		const opened = openCheckpoint(memorySource(Uint8Array.from(bytes)), 'a.bin');
		await expect(opened).rejects.toMatchObject({
			problem: 'unsupported',
			message: expect.stringMatching(message),
		});
	});

	test('a compressed archive', async () => {
		const file = Uint8Array.from(zipSync({ 'a/data.pkl': new Uint8Array(100) }));
		await expect(open(file)).rejects.toMatchObject({
			problem: 'unsupported',
			message: expect.stringMatching(/data\.pkl" is compressed/),
		});
	});
});

describe('archives beyond 4 GB, whose sizes stand in zip64 fields', () => {
	const pickled = pickle(dict({ a: tensor('0', whole) }));
	const files = { 'a/data.pkl': pickled, 'a/data/0': six };

	test('are read', async () => {
		const checkpoint = await open(zip64(files));
		expect([...(await checkpoint.read('a'))]).toEqual([0, 1, 2, 3, 4, 5]);
	});

	test.each([
		['a member lacks its field', { withExtra: false }, /lacks its 64-bit size/],
		['the directory is endless', { count: 2 ** 40 }, /more files than the directory has room for/],
		['the end record is elsewhere', { endAt: 0 }, /no 64-bit end where the locator points/],
		[
			'the end record is beyond the file',
			{ endAt: 2 ** 50 },
			/64-bit end is not before its locator/,
		],
	])('are refused where %s', async (_, mistake, message) => {
		await expect(open(zip64(files, mistake))).rejects.toMatchObject({
			problem: 'damaged',
			message: expect.stringMatching(message),
		});
	});
});

describe('bounds', () => {
	test.each([
		['a dict that contains itself', pickle('}', 'q\0', text('a'), 'h\0', 's')],
		['tuples without end', pickle('}', text('a'), ')', new Uint8Array(100_000).fill(0x85), 's')],
		['a full stack', pickle('N'.repeat(200_000))],
		['a string longer than the pickle', pickle('X', Uint8Array.of(0xff, 0xff, 0xff, 0x7f))],
		['an unknown opcode', pickle(0xff)],
		['a value from an empty stack', pickle('0')],
	])('%s', async (name, pickled) => {
		const opened = open(torchFile(pickled));
		if (name.startsWith('tuples')) expect((await opened).names()).toEqual([]);
		else await expect(opened).rejects.toMatchObject({ problem: 'damaged' });
	});

	test('dicts that multiply', async () => {
		// d0 = {}; d(n+1) = {a: dn, b: dn}: 2^30 visits without a bound.
		const level = ['}', '(', text('a'), 0x68, 0, text('b'), 0x68, 0, 'u', 'q\0', '0'] as const;
		const levels = Array.from({ length: 30 }).flatMap(() => level);
		const opened = open(torchFile(pickle('}q\0', '0', ...levels, 'h\0')));
		await expect(opened).rejects.toMatchObject({ problem: 'damaged' });
	});

	test('a file cut off anywhere says so', async () => {
		const file = torchFile(pickle(dict({ a: tensor('0', whole) })), { 0: six });
		for (let end = 0; end < file.length; end += 7) {
			await expect(open(file.slice(0, end))).rejects.toMatchObject({ problem: 'damaged' });
		}
	});
});
