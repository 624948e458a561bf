import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { encodeModel } from './encode';
import { Network, type Value } from './network';

/** Runs layers on an image of shape [height, width, channels], both ways channels-last. */
async function run(
	shape: readonly [number, number, number],
	image: readonly number[],
	layers: (net: Network, x: Value) => Value,
) {
	const net = new Network({ halfWeights: false });
	const y = layers(net, net.input('x', shape));
	net.output(y, 'y');
	const graph = net.build('test', '');
	const session = await InferenceSession.create(encodeModel(graph));
	const [height, width, channels] = shape;
	const planes = image.map((_, i) => {
		const pixel = i % (height * width);
		return image[pixel * channels + Math.floor(i / (height * width))];
	});
	const x = new Tensor('float32', Float32Array.from(planes), [1, channels, height, width]);
	const result = (await session.run({ x })).y;
	return { graph, y, dims: result.dims, data: [...(result.data as Float32Array)] };
}

const vector = (...data: number[]) => ({ shape: [data.length], data: Float32Array.from(data) });
const oneTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

test('a strided SAME convolution starts its windows where TensorFlow does', async () => {
	// 4x4 picture, 3x3 window of ones, stride 2: one row and column are added, after the picture.
	const kernel = { shape: [1, 1, 3, 3], data: new Float32Array(9).fill(1) };
	const { data, y } = await run([4, 4, 1], oneTo(16), (net, x) =>
		net.conv(x, kernel, vector(0.5), { padding: 'SAME', strides: [2, 2] }),
	);
	expect(y.shape).toEqual([-1, 2, 2, 1]);
	expect(data).toEqual([
		1 + 2 + 3 + 5 + 6 + 7 + 9 + 10 + 11 + 0.5,
		3 + 4 + 7 + 8 + 11 + 12 + 0.5,
		9 + 10 + 11 + 13 + 14 + 15 + 0.5,
		11 + 12 + 15 + 16 + 0.5,
	]);
});

test('reshape reads an image in channels-last order', async () => {
	const { data, dims } = await run([2, 2, 3], oneTo(12), (net, x) => net.reshape(x, [1, 4, 3]));
	expect(dims).toEqual([1, 4, 3]);
	expect(data).toEqual(oneTo(12));
});

test('reshape refuses another number of elements', () => {
	const net = new Network({ halfWeights: false });
	const x = net.input('x', [2, 2, 3]);
	expect(() => net.reshape(x, [1, 11])).toThrow('Cannot reshape');
});

test('bilinear doubling samples at pixel centres', async () => {
	const { data } = await run([1, 2, 1], [0, 4], (net, x) => net.doubleSize(x));
	expect(data).toEqual([0, 1, 3, 4, 0, 1, 3, 4]);
});

test('an up-convolution writes its kernel for every pixel', async () => {
	const kernel = { shape: [1, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
	const { data, y } = await run([1, 2, 1], [1, 10], (net, x) => net.upConv(x, kernel, vector(0)));
	expect(y.shape).toEqual([-1, 2, 4, 1]);
	expect(data).toEqual([1, 2, 10, 20, 3, 4, 30, 40]);
});

test('channels get zeros appended, each its own slope, and join along the last axis', async () => {
	const { data } = await run([1, 2, 2], [1, -2, -3, 4], (net, x) => {
		const padded = net.padChannels(x, 1);
		return net.concat([net.prelu(x, { ...vector(0.5, 0.25), shape: [1, 1, 2] }), padded], 3);
	});
	expect(data).toEqual([1, -1.5, -0.5, 4, 1, -3, -2, 4, 0, 0]);
});

test('clips in a row become one', async () => {
	const { data, graph } = await run([1, 4, 1], [-1, 3, 6, 9], (net, x) =>
		net.clip(net.clip(net.relu(x), -Infinity, 6), 0, Infinity),
	);
	expect(data).toEqual([0, 3, 6, 6]);
	expect(graph.nodes.map((node) => node.type)).toEqual(['Clip', 'Identity']);
});

test('hard swish is x * relu6(x + 3) / 6', async () => {
	const { data } = await run([1, 4, 1], [-4, -1, 1, 4], (net, x) => net.hardSwish(x));
	[0, -1 / 3, 2 / 3, 4].forEach((value, i) => expect(data[i]).toBeCloseTo(value, 6));
});

test('what no output needs is left out of the file', async () => {
	const { graph } = await run([1, 2, 1], [1, 2], (net, x) => {
		net.conv(x, { shape: [1, 1, 1, 1], data: Float32Array.of(2) }, vector(1), {
			padding: 'VALID',
			strides: [1, 1],
		});
		return net.sigmoid(x);
	});
	expect(graph.nodes.map((node) => node.type)).toEqual(['Sigmoid', 'Identity']);
	expect(graph.initializers).toEqual([]);
});
