import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Network } from '../onnx/network';
import { importTflite } from './import';
import { readTflite, type TfliteModel } from './model';

const FILE = path.resolve(
	import.meta.dirname,
	'../../node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.tflite',
);
const bytes = await readFile(FILE);

function read(model: TfliteModel) {
	const net = new Network({ halfWeights: true });
	return importTflite(net, model, net.input('image', [256, 256, 3]));
}

describe('readTflite', () => {
	test('reads tensors, operators and half weights', () => {
		const model = readTflite(bytes);
		expect(model.inputs.map((index) => model.tensors[index].shape)).toEqual([[1, 256, 256, 3]]);
		expect(new Set(model.operations.map((node) => node.operator))).toContain(
			'Convolution2DTransposeBias',
		);
		const halves = model.operations.filter((node) => node.operator === 'DEQUANTIZE');
		const kernel = model.tensors[halves[0].inputs[0]].constant!;
		expect(kernel.data.some((value) => value !== 0)).toBe(true);
		expect(kernel.data.every((value) => Math.abs(value) < 100)).toBe(true);
	});

	test('refuses another format', () => {
		expect(() => readTflite(new Uint8Array(64))).toThrow('Not a TFLite file');
	});

	test.each([20_000, 200_000, bytes.length - 100])('refuses a file cut at byte %d', (length) => {
		expect(() => readTflite(bytes.subarray(0, length))).toThrow('truncated');
	});
});

describe('importTflite', () => {
	test('gives the mask in the size of the picture', () => {
		expect(read(readTflite(bytes)).map((value) => value.shape)).toEqual([[-1, 256, 256, 1]]);
	});

	test.each(['TRANSPOSE_CONV', 'MyOwnOperator'])('refuses %s by name', (operator) => {
		const model = readTflite(bytes);
		const operations = model.operations.map((node, i) => (i ? node : { ...node, operator }));
		expect(() => read({ ...model, operations })).toThrow(
			`TFLite operator not supported: ${operator}`,
		);
	});
});
