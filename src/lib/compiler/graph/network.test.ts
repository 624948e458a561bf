import { expect, test } from 'vitest';
import { FLOAT32 } from '../quantise/policy';
import { linear } from '../layers/linear';
import { attention } from '../layers/attention';
import { groupNorm } from '../layers/group-norm';
import { layerNorm } from '../layers/norm';
import { Network } from './network';
import { goldenCheckpoint, maxDifference } from '../../../../tests/golden/fixture';
import { nodeContext, readFixture } from '../../../../tests/support/golden';

const PATH = 'down_blocks.0.attentions.0';

test('layers give what their formulas say', async () => {
	const checkpoint = await goldenCheckpoint(
		'unet_a/unet/diffusion_pytorch_model.fp16.safetensors',
		readFixture,
	);
	const net = new Network(checkpoint, {
		activation: 'float32',
		attention: 'sliced',
		policy: FLOAT32,
	});
	const x = net.graph.input('x', 'float32', [1, 2, 24]);
	const normed = layerNorm(net, x, `${PATH}.transformer_blocks.0.norm1`);
	net.graph.output(
		linear(net, normed, `${PATH}.transformer_blocks.0.attn1.to_out.0`),
		'y',
		[1, 2, 24],
	);
	const data = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i));
	const run = await nodeContext('sliced').compile(
		net.graph.build('test'),
		net.weights,
		(name, rows) => checkpoint.read(name, rows),
	);
	const { y } = await run({
		x: { dims: [1, 2, 24], data },
	});
	const [scale, shift, weight, bias] = await Promise.all(
		['norm1.weight', 'norm1.bias', 'attn1.to_out.0.weight', 'attn1.to_out.0.bias'].map((name) =>
			checkpoint.read(`${PATH}.transformer_blocks.0.${name}`),
		),
	);
	const expected = new Float32Array(48);
	for (let row = 0; row < 2; row++) {
		const values = [...data.subarray(row * 24, row * 24 + 24)];
		const mean = values.reduce((a, b) => a + b) / 24;
		const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / 24;
		const normal = values.map(
			(v, c) => ((v - mean) / Math.sqrt(variance + 1e-5)) * scale[c] + shift[c],
		);
		for (let o = 0; o < 24; o++) {
			expected[row * 24 + o] = normal.reduce((sum, v, c) => sum + v * weight[o * 24 + c], bias[o]);
		}
	}
	expect(maxDifference(y, { dims: [1, 2, 24], data: expected })).toBeLessThan(1e-5);
});

test('both forms of attention agree, and group norm keeps the shape', async () => {
	const checkpoint = await goldenCheckpoint(
		'unet_a/unet/diffusion_pytorch_model.fp16.safetensors',
		readFixture,
	);
	const results = [];
	for (const form of ['fused', 'sliced'] as const) {
		const net = new Network(checkpoint, {
			activation: 'float32',
			attention: form,
			policy: FLOAT32,
		});
		const x = net.graph.input('x', 'float32', ['batch', 24, 'height', 'width']);
		const normed = groupNorm(net, x, `${PATH}.norm`, { groups: 8, epsilon: 1e-6 });
		const tokens = net.graph.node('Reshape', [normed, net.graph.integers([0, -1, 24])]);
		net.graph.output(attention(net, tokens, tokens, tokens, { heads: 8, width: 24 }), 'y', [
			'batch',
			'tokens',
			24,
		]);
		const data = Float32Array.from({ length: 2 * 24 * 12 }, (_, i) => Math.sin(i * i));
		const run = await nodeContext('sliced').compile(
			net.graph.build('test'),
			net.weights,
			(name, rows) => checkpoint.read(name, rows),
		);
		const { y } = await run({
			x: { dims: [2, 24, 3, 4], data },
		});
		results.push(y);
	}
	expect(results[0].dims).toEqual([2, 12, 24]);
	expect(maxDifference(results[0], results[1])).toBeLessThan(1e-5);
});
