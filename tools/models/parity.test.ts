import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeModel } from '../onnx/encode';
import { Network } from '../onnx/network';
import { drawnPerson, noisePicture, type Picture, toPlanes } from '../testing/picture';
import { relativeError } from '../testing/relative-error';
import { importTfjs } from '../tfjs/import';
import { readTfjs } from '../tfjs/model';
import { BUILTIN_SOURCES, type BuiltinSource, importBuiltin } from './builtin';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LIMIT = 1e-3;

/** The range each network is fed in, and the tfjs nodes that its outputs must equal, joined. */
const NETWORKS = {
	blazeface: {
		range: [-1, 1],
		outputs: { scores: ['Identity', 'Identity_1'], boxes: ['Identity_2', 'Identity_3'] },
	},
	facemesh: { range: [0, 1], outputs: { mesh: ['Identity_2'], presence: ['Identity_1'] } },
	iris: { range: [0, 1], outputs: { points: ['Identity'] } },
	faceres: { range: [0, 255], outputs: { descriptor: ['global_pooling/Mean'] } },
} as const;
type Name = keyof typeof NETWORKS;

const fileOf = (source: BuiltinSource) =>
	path.join(ROOT, 'node_modules', source.package, source.file);
const sourceOf = (name: Name) => BUILTIN_SOURCES.find((source) => source.name === name)!;

async function loadOriginal(source: BuiltinSource): Promise<tf.GraphModel> {
	const file = fileOf(source);
	const model = JSON.parse(await readFile(file, 'utf8'));
	const weights = await readFile(file.replace(/json$/, 'bin'));
	return tf.loadGraphModel(
		tf.io.fromMemory({
			...model,
			weightSpecs: model.weightsManifest[0].weights,
			weightData: new Uint8Array(weights).buffer,
		}),
	);
}

function runOriginal(
	model: tf.GraphModel,
	{ side, rgb }: Picture,
	[low, high]: readonly [number, number],
	nodes: readonly string[],
): Float32Array[] {
	return tf.tidy(() => {
		const image = tf.tensor4d(
			rgb.map((value) => low + (high - low) * value),
			[1, side, side, 3],
		);
		const results = [model.execute(image, [...nodes])].flat();
		return results.map((result) => Float32Array.from(result.dataSync()));
	});
}

/** Runs a batch of pictures. */
async function runOnnx(
	session: InferenceSession,
	pictures: readonly Picture[],
	[low, high]: readonly [number, number],
): Promise<Record<string, Float32Array>> {
	const planes = pictures.flatMap((picture) => [...toPlanes(picture, low, high)]);
	const { side } = pictures[0];
	const image = new Tensor('float32', Float32Array.from(planes), [pictures.length, 3, side, side]);
	const results = await session.run({ image });
	return Object.fromEntries(
		Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
	);
}

beforeAll(() => tf.setBackend('cpu'));

describe.each(Object.keys(NETWORKS) as Name[])('%s', (name) => {
	const { range, outputs } = NETWORKS[name];
	const source = sourceOf(name);
	const [side] = source.input.shape;
	const pictures = {
		noise: noisePicture(side, 1),
		'a drawn face': drawnPerson(side, 2, 1.6),
	};
	let original: tf.GraphModel;
	let session: InferenceSession;

	beforeAll(async () => {
		original = await loadOriginal(source);
		const graph = await importBuiltin(source, fileOf(source));
		session = await InferenceSession.create(encodeModel(graph));
	}, 120_000);

	test.each(Object.entries(pictures))('computes what tfjs computes for %s', async (_, picture) => {
		const actual = await runOnnx(session, [picture], range);
		expect(Object.keys(actual).sort()).toEqual(Object.keys(outputs).sort());
		for (const [output, nodes] of Object.entries(outputs)) {
			const expected = runOriginal(original, picture, range, nodes).flatMap((part) => [...part]);
			// A probability is compared with its range: of a face in noise there is almost none.
			const scale = output === 'presence' ? 1 : undefined;
			expect(relativeError(actual[output], expected, scale), output).toBeLessThanOrEqual(LIMIT);
		}
	});

	test('computes each picture of a batch as if it were alone', async () => {
		const both = await runOnnx(session, Object.values(pictures), range);
		const second = await runOnnx(session, [pictures['a drawn face']], range);
		for (const output of Object.keys(outputs)) {
			const half = both[output].length / 2;
			expect(relativeError(both[output].subarray(half), second[output]), output).toBeLessThan(1e-5);
		}
	});
});

describe.each([
	['facemesh', 'Identity'],
	['faceres', 'gender_pred/Sigmoid'],
	['faceres', 'age_pred/Softmax'],
] as const)('%s', (name, node) => {
	test(`is imported with the output that we leave out, ${node}`, async () => {
		const source = sourceOf(name);
		const net = new Network({ halfWeights: source.halfWeights });
		const image = net.input('image', source.input.shape);
		net.output(importTfjs(net, await readTfjs(fileOf(source)), image)(node), 'output');
		const session = await InferenceSession.create(encodeModel(net.build(name, '')));
		const picture = drawnPerson(source.input.shape[0], 3, 1.6);
		const { output } = await runOnnx(session, [picture], NETWORKS[name].range);
		const original = await loadOriginal(source);
		const [expected] = runOriginal(original, picture, NETWORKS[name].range, [node]);
		expect(relativeError(output, expected)).toBeLessThanOrEqual(LIMIT);
	});
});
