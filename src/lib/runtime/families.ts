/** The operator families that our models rely on, each as a tiny graph with the numbers it must give. */
import type { SmallNode, SmallTensor } from './small-model';
import * as reference from './reference';

export interface Family {
	readonly operator: string;
	readonly inputs: Readonly<Record<string, SmallTensor & { data: Float32Array }>>;
	readonly initialisers: Readonly<Record<string, SmallTensor>>;
	/** The last node's only output is what is compared. */
	readonly nodes: readonly SmallNode[];
	expected(): Float64Array;
}

/** The fused attention is wrong on some adapters whose other operators are right. */
export const FUSED_ATTENTION = 'attention, fused';

/** The group norm of WebGPU alone, which comes in the same graphs as the fused attention. */
export const FUSED_GROUP_NORM = 'group norm, fused';

const CHANNELS = 8;
const SIDE = 10;
/** From 64 on the fused operator takes its fast path, the one that is wrong where it is wrong. */
const TOKENS = 64;
const HEADS = 2;
const HEAD_SIZE = 16;

const picture = tensor([1, CHANNELS, SIDE, SIDE], 1);
const pixels = { channels: CHANNELS, height: SIDE, width: SIDE, data: picture.data };
const matrix = tensor([TOKENS, 32], 2);

export const families: readonly Family[] = [
	convolution('convolution', 1, 16),
	convolution('convolution, depthwise', CHANNELS, CHANNELS),
	{
		operator: 'activations',
		inputs: { a: picture },
		initialisers: { slope: tensor([CHANNELS, 1, 1], 3) },
		nodes: [
			{ op: 'PRelu', inputs: ['a', 'slope'], outputs: ['prelu'] },
			{ op: 'Relu', inputs: ['a'], outputs: ['relu'] },
			{ op: 'Sigmoid', inputs: ['a'], outputs: ['sigmoid'] },
			{ op: 'HardSwish', inputs: ['a'], outputs: ['swish'] },
			{ op: 'Add', inputs: ['prelu', 'relu'], outputs: ['sum2'] },
			{ op: 'Add', inputs: ['sum2', 'sigmoid'], outputs: ['sum3'] },
			{ op: 'Add', inputs: ['sum3', 'swish'], outputs: ['y'] },
		],
		expected: () => {
			const slope = tensor([CHANNELS, 1, 1], 3).data;
			return Float64Array.from(picture.data, (a, i) => {
				const prelu = a < 0 ? a * slope[Math.floor(i / SIDE ** 2)] : a;
				const swish = a * Math.min(Math.max(a / 6 + 0.5, 0), 1);
				return prelu + Math.max(a, 0) + 1 / (1 + Math.exp(-a)) + swish;
			});
		},
	},
	{
		operator: 'pooling',
		inputs: { a: picture },
		initialisers: {},
		nodes: [
			{
				op: 'MaxPool',
				inputs: ['a'],
				outputs: ['y'],
				attributes: { kernel_shape: [2, 2], strides: [2, 2] },
			},
		],
		expected: () => reference.maxPool(pixels),
	},
	{
		operator: 'resize',
		inputs: { a: picture },
		initialisers: { scales: { dims: [4], data: Float32Array.of(1, 1, 2, 2) } },
		nodes: [
			{
				op: 'Resize',
				inputs: ['a', '', 'scales'],
				outputs: ['y'],
				attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
			},
		],
		expected: () => reference.resizeTwice(pixels),
	},
	{
		operator: 'matrix product',
		inputs: { a: matrix },
		initialisers: { b: tensor([32, 20], 4) },
		nodes: [{ op: 'MatMul', inputs: ['a', 'b'], outputs: ['y'] }],
		expected: () => reference.matmul(matrix.data, tensor([32, 20], 4).data, 32, 20),
	},
	{
		operator: 'softmax',
		inputs: { a: matrix },
		initialisers: {},
		nodes: [{ op: 'Softmax', inputs: ['a'], outputs: ['y'], attributes: { axis: -1 } }],
		expected: () => reference.softmax(matrix.data, 32),
	},
	{
		operator: 'transposed convolution',
		inputs: { a: picture },
		initialisers: { weight: tensor([CHANNELS, 6, 2, 2], 5), bias: tensor([6], 6) },
		nodes: [
			{
				op: 'ConvTranspose',
				inputs: ['a', 'weight', 'bias'],
				outputs: ['y'],
				attributes: { kernel_shape: [2, 2], strides: [2, 2] },
			},
		],
		expected: () =>
			reference.convTranspose(pixels, tensor([CHANNELS, 6, 2, 2], 5).data, tensor([6], 6).data, 2),
	},
	{
		operator: 'padding',
		inputs: { a: picture },
		initialisers: { pads: { dims: [8], data: BigInt64Array.of(0n, 0n, 2n, 2n, 0n, 0n, 2n, 2n) } },
		nodes: [{ op: 'Pad', inputs: ['a', 'pads'], outputs: ['y'], attributes: { mode: 'constant' } }],
		expected: () => reference.pad(pixels, 2),
	},
	slicedAttention(),
];

/** Tested apart: it may fail while everything else works, and there is another way to compute it. */
export const fusedAttention: Family = {
	operator: FUSED_ATTENTION,
	inputs: attentionInputs(),
	initialisers: {},
	nodes: [
		{
			op: 'MultiHeadAttention',
			domain: 'com.microsoft',
			inputs: ['q', 'k', 'v'],
			outputs: ['y'],
			attributes: { num_heads: HEADS },
		},
	],
	expected: expectedAttention,
};

const GROUPS = 2;

/** With its activation, and as the one that adds a residual first: y + s of the second. */
export const fusedGroupNorm: Family = {
	operator: FUSED_GROUP_NORM,
	inputs: { a: tensor([1, SIDE, SIDE, CHANNELS], 12) },
	initialisers: { scale: tensor([CHANNELS], 13), shift: tensor([CHANNELS], 14) },
	nodes: [
		{
			op: 'GroupNorm',
			domain: 'com.microsoft',
			inputs: ['a', 'scale', 'shift'],
			outputs: ['n'],
			attributes: { ...groupNormAttributes(), activation: 1 },
		},
		{
			op: 'SkipGroupNorm',
			domain: 'com.microsoft',
			inputs: ['n', 'scale', 'shift', 'a'],
			outputs: ['y', 's'],
			attributes: { ...groupNormAttributes(), activation: 0 },
		},
		{ op: 'Add', inputs: ['y', 's'], outputs: ['sum'] },
	],
	expected() {
		const [scale, shift] = [tensor([CHANNELS], 13).data, tensor([CHANNELS], 14).data];
		const { data } = tensor([1, SIDE, SIDE, CHANNELS], 12);
		const norm = (x: ArrayLike<number>) => reference.groupNorm(x, scale, shift, GROUPS);
		const first = norm(data).map((value, i) => value / (1 + Math.exp(-value)) + data[i]);
		return norm(first).map((value, i) => value + first[i]);
	},
};

function groupNormAttributes() {
	return { groups: GROUPS, epsilon: { float: reference.EPSILON }, channels_last: 1 };
}

function convolution(operator: string, groups: number, outputs: number): Family {
	const weight = tensor([outputs, CHANNELS / groups, 3, 3], 7);
	const bias = tensor([outputs], 8);
	return {
		operator,
		inputs: { a: picture },
		initialisers: { weight, bias },
		nodes: [
			{
				op: 'Conv',
				inputs: ['a', 'weight', 'bias'],
				outputs: ['y'],
				attributes: {
					kernel_shape: [3, 3],
					strides: [2, 2],
					pads: [1, 1, 1, 1],
					group: groups,
				},
			},
		],
		expected: () =>
			reference.conv(pixels, weight.data, bias.data, { kernel: 3, stride: 2, pad: 1, groups }),
	};
}

/** Attention written out, as it runs where the fused operator computes nonsense. */
function slicedAttention(): Family {
	const heads = { shape: { dims: [4], data: BigInt64Array.of(1n, -1n, BigInt(HEADS), 16n) } };
	const flat = { dims: [3], data: BigInt64Array.of(1n, -1n, BigInt(HEADS * HEAD_SIZE)) };
	const split = (name: string, perm: readonly number[]): SmallNode[] => [
		{ op: 'Reshape', inputs: [name, 'shape'], outputs: [`${name}4`] },
		{ op: 'Transpose', inputs: [`${name}4`], outputs: [`${name}h`], attributes: { perm } },
	];
	return {
		operator: 'attention, sliced',
		inputs: attentionInputs(),
		initialisers: {
			...heads,
			flat,
			scale: { dims: [1], data: Float32Array.of(1 / Math.sqrt(HEAD_SIZE)) },
		},
		nodes: [
			...split('q', [0, 2, 1, 3]),
			...split('k', [0, 2, 3, 1]),
			...split('v', [0, 2, 1, 3]),
			{ op: 'MatMul', inputs: ['qh', 'kh'], outputs: ['products'] },
			{ op: 'Mul', inputs: ['products', 'scale'], outputs: ['scores'] },
			{ op: 'Softmax', inputs: ['scores'], outputs: ['weights'], attributes: { axis: -1 } },
			{ op: 'MatMul', inputs: ['weights', 'vh'], outputs: ['mixed'] },
			{ op: 'Transpose', inputs: ['mixed'], outputs: ['back'], attributes: { perm: [0, 2, 1, 3] } },
			{ op: 'Reshape', inputs: ['back', 'flat'], outputs: ['y'] },
		],
		expected: expectedAttention,
	};
}

function attentionInputs() {
	const dims = [1, TOKENS, HEADS * HEAD_SIZE];
	return { q: tensor(dims, 9), k: tensor(dims, 10), v: tensor(dims, 11) };
}

function expectedAttention(): Float64Array {
	const { q, k, v } = attentionInputs();
	return reference.attention(q.data, k.data, v.data, {
		tokens: TOKENS,
		heads: HEADS,
		size: HEAD_SIZE,
	});
}

/** Repeatable numbers in -1..1 without a pattern that a wrong stride would reproduce. */
function tensor(dims: readonly number[], seed: number): SmallTensor & { data: Float32Array } {
	const length = dims.reduce((a, b) => a * b);
	return {
		dims,
		data: Float32Array.from({ length }, (_, i) => Math.sin(seed * 12.9898 + i * i * 0.7345 + i)),
	};
}
