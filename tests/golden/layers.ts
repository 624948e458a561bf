/** Each layer against its formula in float64, with free batch, height and width. */
import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import { Network } from '../../src/lib/compiler/graph/network';
import type { Value } from '../../src/lib/compiler/graph/builder';
import { product, type PlannedWeight } from '../../src/lib/compiler/graph/weight';
import { gelu, geglu, quickGelu, silu } from '../../src/lib/compiler/layers/activation';
import { attention } from '../../src/lib/compiler/layers/attention';
import { conv } from '../../src/lib/compiler/layers/conv';
import { linear } from '../../src/lib/compiler/layers/linear';
import { groupNorm } from '../../src/lib/compiler/layers/group-norm';
import { addAndNorm, layerNorm } from '../../src/lib/compiler/layers/norm';
import { Residual } from '../../src/lib/compiler/layers/residual';
import { decodeWeight } from '../../src/lib/compiler/quantise/format';
import type { PrecisionPolicy } from '../../src/lib/compiler/quantise/policy';
import type { Dim } from '../../src/lib/onnx/graph';
import * as plain from '../support/plain';
import { normal, randomCheckpoint } from '../support/memory-checkpoint';
import type { GoldenCase } from './case';

type Plain = plain.Plain;

interface Layer {
	readonly id: string;
	/** Float32 by default; the formula gets the values that the weights are stored as. */
	readonly policy?: PrecisionPolicy;
	/** Shapes of the tensors that the layer takes. */
	readonly tensors?: Readonly<Record<string, readonly number[]>>;
	/** Of the inputs, 1 by default. */
	readonly magnitude?: number;
	/** Shapes of the inputs in this run, and as the graph declares them. */
	readonly inputs: readonly (readonly number[])[];
	readonly declared: readonly (readonly Dim[])[];
	readonly result: readonly Dim[];
	build(net: Network, ...inputs: Value[]): Value;
	formula(inputs: readonly Plain[], tensor: (name: string) => Plain): Plain;
}

function layerCase(layer: Layer): GoldenCase {
	return {
		id: `layers: ${layer.id}`,
		tolerance: 2e-5,
		async run({ options, compile }) {
			const checkpoint = randomCheckpoint(layer.tensors ?? {});
			const net = new Network(checkpoint, { ...options, policy: layer.policy ?? options.policy });
			const names = layer.inputs.map((_, i) => `x${i}`);
			const values = names.map((name, i) => net.graph.input(name, 'float32', layer.declared[i]));
			net.graph.output(layer.build(net, ...values), 'y', layer.result);
			const run = await compile(net.graph.build(layer.id), net.weights, (name, rows) =>
				checkpoint.read(name, rows),
			);
			const next = normal(7);
			const feeds = layer.inputs.map((dims) => ({
				dims,
				data: new Float32Array(product(dims)).map(() => (layer.magnitude ?? 1) * next()),
			}));
			const { y } = await run(Object.fromEntries(feeds.map((feed, i) => [names[i], feed])));
			const { dims, data } = layer.formula(
				feeds.map((feed) => plain.plain(feed.dims, feed.data)),
				await tensors(checkpoint, net.weights),
			);
			const expected = { dims, data: Float32Array.from(data) };
			return [{ what: layer.id, actual: y, expected }];
		},
	};
}

async function tensors(
	checkpoint: Checkpoint,
	weights: readonly PlannedWeight[],
): Promise<(name: string) => Plain> {
	const values = new Map<string, Plain>();
	for (const name of checkpoint.names()) {
		const read = await checkpoint.read(name);
		const weight = weights.find(({ spec }) => spec.name === name);
		const stored = weight ? decodeWeight(weight, weight.encode(read)) : read;
		values.set(name, plain.plain(checkpoint.info(name)!.shape, stored));
	}
	return (name) => values.get(name)!;
}

const TOKENS: readonly Dim[] = ['batch', 'tokens', 24];
const IMAGE: readonly Dim[] = ['batch', 24, 'height', 'width'];
const weightAndBias = (out: number, ...rest: number[]) => ({
	'layer.weight': [out, ...rest],
	'layer.bias': [out],
});
const onTokens = (id: string, build: Layer['build'], formula: (x: number) => number): Layer => ({
	id,
	inputs: [[2, 7, 24]],
	declared: [TOKENS],
	result: TOKENS,
	build,
	formula: ([x]) => plain.map(x, formula),
});

const QUANTISED: PrecisionPolicy = [
	{ roles: ['linear'], format: 'int4-block' },
	{ roles: ['conv'], format: 'int8-channel' },
	{ format: 'float32' },
];
/** No query sees later keys. */
const CAUSAL = Array.from({ length: 49 }, (_, i) => (i % 7 > Math.floor(i / 7) ? -1e4 : 0));

const LAYERS: readonly Layer[] = [
	{
		id: 'linear',
		tensors: weightAndBias(40, 24),
		inputs: [[2, 7, 24]],
		declared: [TOKENS],
		result: ['batch', 'tokens', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight'), tensor('layer.bias')),
	},
	{
		id: 'linear without bias',
		tensors: { 'layer.weight': [40, 24] },
		inputs: [[2, 7, 24]],
		declared: [TOKENS],
		result: ['batch', 'tokens', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight')),
	},
	{
		id: 'layerNorm',
		tensors: weightAndBias(24),
		inputs: [[2, 7, 24]],
		declared: [TOKENS],
		result: TOKENS,
		build: (net, x) => layerNorm(net, x, 'layer'),
		formula: ([x], tensor) =>
			plain.layerNorm(x, tensor('layer.weight'), tensor('layer.bias'), 1e-5),
	},
	{
		id: 'addAndNorm',
		tensors: weightAndBias(24),
		inputs: [
			[2, 7, 24],
			[2, 7, 24],
		],
		declared: [TOKENS, TOKENS],
		result: TOKENS,
		build(net, x, residual) {
			const { sum, normed } = addAndNorm(net, x, residual, 'layer');
			return net.graph.node('Sub', [normed, sum]);
		},
		formula([x, residual], tensor) {
			const sum = plain.add(x, residual);
			const normed = plain.layerNorm(sum, tensor('layer.weight'), tensor('layer.bias'), 1e-5);
			return plain.map(normed, (value, i) => value - sum.data[i]);
		},
	},
	{
		id: 'linear with weights of 4 bits',
		policy: QUANTISED,
		tensors: weightAndBias(40, 64),
		inputs: [[2, 7, 64]],
		declared: [['batch', 'tokens', 64]],
		result: ['batch', 'tokens', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight'), tensor('layer.bias')),
	},
	{
		id: 'linear with weights of 8 bits, where blocks do not fit',
		policy: QUANTISED,
		tensors: weightAndBias(40, 24),
		inputs: [[2, 7, 24]],
		declared: [TOKENS],
		result: ['batch', 'tokens', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight'), tensor('layer.bias')),
	},
	{
		id: 'conv with weights of 8 bits',
		policy: QUANTISED,
		tensors: weightAndBias(40, 24, 3, 3),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: ['batch', 40, 'height', 'width'],
		build: (net, x) => conv(net, x, 'layer'),
		formula: ([x], tensor) =>
			plain.conv(x, tensor('layer.weight'), tensor('layer.bias'), 1, [1, 1, 1, 1]),
	},
	{
		id: 'attention in slices of heads and queries',
		inputs: [
			[2, 16, 24],
			[2, 16, 24],
			[2, 16, 24],
		],
		declared: [TOKENS, TOKENS, TOKENS],
		result: TOKENS,
		// As many slices as at 768 px: 9216 queries and keys, 12 heads.
		build(net, q, k, v) {
			const largest = { batch: 2, queries: 9216, keys: 9216 };
			return attention(net, q, k, v, { heads: 12, width: 24, largest });
		},
		formula: ([q, k, v]) => plain.attention(q, k, v, 12),
	},
	{
		id: 'attention with a causal bias',
		inputs: [
			[2, 7, 24],
			[2, 7, 24],
			[2, 7, 24],
		],
		declared: [TOKENS, TOKENS, TOKENS],
		result: TOKENS,
		build(net, q, k, v) {
			const bias = net.graph.table('causal', CAUSAL, [1, 1, 7, 7], 'float32');
			return attention(net, q, k, v, { heads: 3, width: 24 }, bias);
		},
		formula: ([q, k, v]) => plain.attention(q, k, v, 3, plain.plain([7, 7], CAUSAL)),
	},
	{
		id: 'linear of rank 2',
		tensors: weightAndBias(40, 24),
		inputs: [[3, 24]],
		declared: [['batch', 24]],
		result: ['batch', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight'), tensor('layer.bias')),
	},
	{
		id: 'linear of rank 4',
		tensors: weightAndBias(40, 24),
		inputs: [[2, 3, 5, 24]],
		declared: [['batch', 'height', 'width', 24]],
		result: ['batch', 'height', 'width', 40],
		build: (net, x) => linear(net, x, 'layer'),
		formula: ([x], tensor) => plain.linear(x, tensor('layer.weight'), tensor('layer.bias')),
	},
	{
		id: 'groupNorm of small values, where epsilon matters',
		magnitude: 1e-3,
		tensors: weightAndBias(24),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: IMAGE,
		build: (net, x) => groupNorm(net, x, 'layer', { groups: 8, epsilon: 1e-6 }),
		formula: ([x], tensor) =>
			plain.groupNorm(x, tensor('layer.weight'), tensor('layer.bias'), 8, 1e-6),
	},
	{
		id: 'groupNorm',
		tensors: weightAndBias(24),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: IMAGE,
		build: (net, x) => groupNorm(net, x, 'layer', { groups: 8, epsilon: 1e-5 }),
		formula: ([x], tensor) =>
			plain.groupNorm(x, tensor('layer.weight'), tensor('layer.bias'), 8, 1e-5),
	},
	{
		id: 'groupNorm with silu',
		tensors: weightAndBias(24),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: IMAGE,
		build: (net, x) => groupNorm(net, x, 'layer', { groups: 3, epsilon: 1e-5, silu: true }),
		formula: ([x], tensor) =>
			plain.map(
				plain.groupNorm(x, tensor('layer.weight'), tensor('layer.bias'), 3, 1e-5),
				plain.silu,
			),
	},
	{
		id: 'groupNorm of a sum',
		tensors: weightAndBias(24),
		inputs: [
			[2, 24, 6, 10],
			[2, 24, 6, 10],
		],
		declared: [IMAGE, IMAGE],
		result: IMAGE,
		build: (net, x, y) =>
			new Residual(net, 'sum', [x, y]).normed('layer', { groups: 8, epsilon: 1e-5 }),
		formula: ([x, y], tensor) =>
			plain.groupNorm(plain.add(x, y), tensor('layer.weight'), tensor('layer.bias'), 8, 1e-5),
	},
	{
		id: 'sum behind its groupNorm without scale and shift',
		inputs: [
			[2, 24, 6, 10],
			[2, 24, 6, 10],
		],
		declared: [IMAGE, IMAGE],
		result: IMAGE,
		build(net, x, y) {
			const residual = new Residual(net, 'sum', [x, y]);
			const normed = residual.normalised(24, { groups: 8, epsilon: 1e-6 });
			return net.graph.node('Mul', [residual.sum, normed]);
		},
		formula([x, y]) {
			const sum = plain.add(x, y);
			const [one, zero] = [1, 0].map((value) =>
				plain.plain([24], new Float32Array(24).fill(value)),
			);
			const normed = plain.groupNorm(sum, one, zero, 8, 1e-6);
			return plain.map(sum, (value, i) => value * normed.data[i]);
		},
	},
	{
		id: 'conv',
		tensors: weightAndBias(40, 24, 3, 3),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: ['batch', 40, 'height', 'width'],
		build: (net, x) => conv(net, x, 'layer'),
		formula: ([x], tensor) =>
			plain.conv(x, tensor('layer.weight'), tensor('layer.bias'), 1, [1, 1, 1, 1]),
	},
	{
		id: 'conv with stride 2 and pads below and right',
		tensors: weightAndBias(24, 24, 3, 3),
		inputs: [[2, 24, 6, 10]],
		declared: [IMAGE],
		result: ['batch', 24, 'rows', 'columns'],
		build: (net, x) => conv(net, x, 'layer', { stride: 2, pad: [0, 0, 1, 1] }),
		formula: ([x], tensor) =>
			plain.conv(x, tensor('layer.weight'), tensor('layer.bias'), 2, [0, 0, 1, 1]),
	},
	{
		id: 'attention',
		inputs: [
			[2, 7, 24],
			[2, 5, 24],
			[2, 5, 24],
		],
		declared: [TOKENS, ['batch', 'keys', 24], ['batch', 'keys', 24]],
		result: TOKENS,
		build: (net, q, k, v) => attention(net, q, k, v, { heads: 3, width: 24 }),
		formula: ([q, k, v]) => plain.attention(q, k, v, 3),
	},
	onTokens('silu', silu, plain.silu),
	onTokens('gelu', gelu, plain.gelu),
	onTokens('quickGelu', quickGelu, plain.quickGelu),
	{
		id: 'geglu',
		tensors: weightAndBias(80, 24),
		inputs: [[2, 7, 24]],
		declared: [TOKENS],
		result: ['batch', 'tokens', 40],
		build: (net, x) => geglu(net, x, 'layer'),
		formula([x], tensor) {
			const both = plain.linear(x, tensor('layer.weight'), tensor('layer.bias'));
			const at = (i: number) => Math.floor(i / 40) * 80 + (i % 40);
			const dims = [2, 7, 40];
			return plain.map({ dims, data: new Float64Array(product(dims)) }, (_, i) => {
				return both.data[at(i)] * plain.gelu(both.data[at(i) + 40]);
			});
		},
	},
];

export const layers: readonly GoldenCase[] = LAYERS.map(layerCase);
