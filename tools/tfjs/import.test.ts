import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Network } from '../onnx/network';
import { importTfjs } from './import';
import { readTfjs, type TfjsModel, type TfjsNode } from './model';
import { readWeights } from './weights';

const base64 = (text: string) => ({ s: Buffer.from(text).toString('base64') });
const node = (name: string, op: string, input: string[] = [], attr: TfjsNode['attr'] = {}) => ({
	name,
	op,
	input,
	attr,
});

function read(nodes: TfjsNode[], weights: TfjsModel['weights'] = new Map()) {
	const net = new Network({ halfWeights: true });
	const image = net.input('image', [8, 8, 3]);
	const model = { nodes: [node('image', 'Placeholder'), ...nodes], weights };
	return importTfjs(net, model, image);
}

describe('importTfjs', () => {
	test('refuses an unknown operator by name, even where no output needs it', () => {
		const nodes = [node('x', 'Relu', ['image']), node('y', 'SpaceToDepth', ['image'])];
		expect(() => read(nodes)).toThrow('tfjs operator not supported: SpaceToDepth');
	});

	test('does not take a property of every object for an operator', () => {
		expect(() => read([node('x', 'toString', ['image'])])).toThrow('not supported: toString');
	});

	const kernel = { shape: [3, 3, 3, 4], data: new Float32Array(108) };
	const bias = { shape: [4], data: new Float32Array(4) };
	const weights = new Map([
		['kernel', kernel],
		['bias', bias],
	]);
	const fused = (attr: TfjsNode['attr']) => [
		node('kernel', 'Const'),
		node('bias', 'Const'),
		node('conv', '_FusedConv2D', ['image', 'kernel', 'bias'], {
			data_format: base64('NHWC'),
			padding: base64('SAME'),
			strides: { list: { i: ['1', '2', '2', '1'] } },
			fused_ops: { list: { s: [base64('BiasAdd').s] } },
			...attr,
		}),
	];

	test('computes the shape of a fused convolution', () => {
		expect(read(fused({}), weights)('conv').shape).toEqual([-1, 4, 4, 4]);
	});

	test.each([
		[{ fused_ops: { list: { s: [base64('BiasAdd').s, base64('Elu').s] } } }, 'fused operator Elu'],
		[{ data_format: base64('NCHW') }, 'data_format NCHW'],
		[{ padding: base64('EXPLICIT') }, 'padding EXPLICIT'],
		[{ dilations: { list: { i: ['1', '2', '2', '1'] } } }, 'a dilated window'],
	])('refuses %j', (attr, message) => {
		expect(() => read(fused(attr), weights)('conv')).toThrow(
			`tfjs operator _FusedConv2D (conv): ${message} is not supported`,
		);
	});

	test('says which weight or node is missing', () => {
		expect(() => read(fused({}))('conv')).toThrow('The weights lack kernel');
		expect(() => read([])('conv')).toThrow('The model has no node conv');
	});
});

describe('readWeights', () => {
	test('reads plain and quantised weights one after the other', () => {
		const bytes = new Uint8Array([
			...new Uint8Array(Float32Array.of(1.5).buffer),
			...new Uint8Array(Int32Array.of(-7).buffer),
			...[0x00, 0x3c], // 1 as a half
			...[0, 10],
			...new Uint8Array(Uint16Array.of(1000).buffer),
		]);
		const weights = readWeights(
			[
				{ name: 'float', shape: [1], dtype: 'float32' },
				{ name: 'int', shape: [], dtype: 'int32' },
				{ name: 'half', shape: [1], dtype: 'float32', quantization: { dtype: 'float16' } },
				{
					name: 'byte',
					shape: [2],
					dtype: 'float32',
					quantization: { dtype: 'uint8', min: -1, scale: 0.5 },
				},
				{
					name: 'word',
					shape: [1],
					dtype: 'float32',
					quantization: { dtype: 'uint16', min: 1, scale: 0.25 },
				},
			],
			// A view into a larger buffer at an odd place, as files read by Node are.
			new Uint8Array([255, ...bytes]).subarray(1),
		);
		const numbers = Object.fromEntries([...weights].map(([name, { data }]) => [name, [...data]]));
		expect(numbers).toEqual({ float: [1.5], int: [-7], half: [1], byte: [-1, 4], word: [251] });
	});

	const two = { name: 'two', shape: [2], dtype: 'float32' as const };

	test('refuses truncated weights', () => {
		expect(() => readWeights([two], new Uint8Array(7))).toThrow('end at byte 7, within two');
	});

	test('refuses weights that go on', () => {
		expect(() => readWeights([two], new Uint8Array(9))).toThrow('tells of 8 bytes');
	});
});

describe('readTfjs', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'tfjs-'));
	});
	afterAll(() => rm(folder, { recursive: true }));

	const model = {
		format: 'graph-model',
		modelTopology: { node: [{ name: 'two', op: 'Const' }] },
		weightsManifest: [
			{ paths: ['a.bin', 'b.bin'], weights: [{ name: 'two', shape: [2], dtype: 'float32' }] },
		],
	};

	test('joins the weight files of a group', async () => {
		await writeFile(path.join(folder, 'model.json'), JSON.stringify(model));
		const bytes = new Uint8Array(Float32Array.of(3, 4).buffer);
		await writeFile(path.join(folder, 'a.bin'), bytes.subarray(0, 3));
		await writeFile(path.join(folder, 'b.bin'), bytes.subarray(3));
		const { weights } = await readTfjs(path.join(folder, 'model.json'));
		expect([...weights.get('two')!.data]).toEqual([3, 4]);
	});

	test('refuses a weight type that it does not know', async () => {
		const file = path.join(folder, 'strange.json');
		const text = JSON.stringify(model).replace('float32', 'complex64');
		await writeFile(file, text);
		await expect(readTfjs(file)).rejects.toThrow('complex64');
	});
});
