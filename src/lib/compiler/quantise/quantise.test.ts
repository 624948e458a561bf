import { describe, expect, test } from 'vitest';
import { normal } from '../../../../tests/support/memory-checkpoint';
import { product, type Role, type WeightSpec } from '../graph/weight';
import { storableScale } from './float';
import { decodeWeight, formatWeight } from './format';
import { SMALL, type PrecisionPolicy } from './policy';
import { reportWeight, sqnr, summarise } from './report';

const spec = (role: Role, dims: readonly number[], name = 'layer.weight'): WeightSpec => ({
	name,
	role,
	dims,
	sources: [name],
	values: (read) => read(name),
});
const int4: PrecisionPolicy = [{ format: 'int4-block' }];
const int8: PrecisionPolicy = [{ format: 'int8-channel' }];
const gaussian = (count: number, deviation = 0.02) => {
	const next = normal(5);
	return new Float32Array(count).map(() => deviation * next());
};

function roundTrip(
	values: Float32Array,
	weight: WeightSpec,
	policy: PrecisionPolicy,
	scales: 'float32' | 'float16' = 'float32',
): Float32Array {
	const planned = formatWeight(weight, policy, scales);
	const encoded = planned.encode(values);
	expect(encoded.map(({ byteLength }) => byteLength)).toEqual(
		planned.constants.map(({ bytes }) => bytes),
	);
	return decodeWeight(planned, encoded);
}

describe('int4 blocks', () => {
	const dims = [8, 64];

	test('what 4 bits hold comes back exactly', () => {
		// Every block has a -8, so that its scale is found.
		const values = Float32Array.from({ length: product(dims) }, (_, i) => ((i % 16) - 8) / 4);
		for (const scales of ['float32', 'float16'] as const) {
			expect(roundTrip(values, spec('linear', dims), int4, scales)).toEqual(values);
		}
	});

	test('a block of zeros stays zero', () => {
		const values = gaussian(product(dims)).fill(0, 32, 64);
		expect(roundTrip(values, spec('linear', dims), int4).subarray(32, 64)).toEqual(
			new Float32Array(32),
		);
	});

	test('nibbles lie low first, with 8 for zero, blocks along the rows', () => {
		const values = new Float32Array(64);
		values[0] = -8;
		values[1] = 7;
		values[32] = -4;
		values[33] = 1;
		const [packed, scales] = formatWeight(spec('linear', [1, 64]), int4).encode(values);
		expect([...new Float32Array(scales.slice().buffer)]).toEqual([1, 0.5]);
		expect([...packed.subarray(0, 2), ...packed.subarray(16, 18)]).toEqual([
			0xf0, 0x88, 0xa0, 0x88,
		]);
	});

	test.each(['float32', 'float16'] as const)(
		'a normal distribution keeps 21.7 dB, with scales of %s',
		(scales) => {
			const values = gaussian(256 * 1024);
			const decoded = roundTrip(values, spec('linear', [256, 1024]), int4, scales);
			expect(sqnr(values, decoded)).toBeGreaterThan(21.7);
			// At worst the largest has a counterpart of the other sign, which is clipped from 8.7 to 7.
			for (let b = 0; b < 64; b++) {
				const block = values.subarray(b * 32, b * 32 + 32);
				const largest = Math.max(...block.map(Math.abs));
				block.forEach((value, i) => {
					expect(Math.abs(value - decoded[b * 32 + i])).toBeLessThan((largest * 1.7) / 8.7);
				});
			}
		},
	);
});

describe('int8 channels', () => {
	test('what 8 bits hold comes back exactly', () => {
		const dims = [3, 5, 3, 17];
		const values = Float32Array.from({ length: product(dims) }, (_, i) => ((i % 255) - 127) / 64);
		expect(roundTrip(values, spec('conv', dims), int8)).toEqual(values);
		expect(roundTrip(values, spec('conv', dims), int8, 'float16')).toEqual(values);
	});

	test('each channel has a scale of its own, and is off by half a step', () => {
		const dims = [4, 16, 3, 3];
		const length = 144;
		const values = gaussian(product(dims)).map((value, i) => value * 10 ** Math.floor(i / length));
		const decoded = roundTrip(values, spec('conv', dims), int8);
		for (let channel = 0; channel < 4; channel++) {
			const row = values.subarray(channel * length, (channel + 1) * length);
			const step = Math.max(...row.map(Math.abs)) / 127;
			row.forEach((value, i) => {
				expect(Math.abs(value - decoded[channel * length + i])).toBeLessThan(step * 0.5001);
			});
		}
	});

	test('a normal distribution keeps 40 dB', () => {
		const values = gaussian(64 * 2880);
		expect(sqnr(values, roundTrip(values, spec('conv', [64, 320, 3, 3]), int8))).toBeGreaterThan(
			40,
		);
	});

	test('a channel of zeros stays zero', () => {
		const values = new Float32Array(18);
		expect(roundTrip(values, spec('conv', [2, 1, 3, 3]), int8)).toEqual(values);
	});
});

test('scales of float16 are halves that no GPU flushes to zero', () => {
	expect(storableScale(1e-6, 'float16')).toBe(2 ** -14);
	expect(storableScale(-1e-6, 'float16')).toBe(-(2 ** -14));
	expect(storableScale(0, 'float16')).toBe(0);
	expect(storableScale(1 + 2 ** -12, 'float16')).toBe(1);
	expect(storableScale(1 / 3, 'float32')).toBe(Math.fround(1 / 3));
	// Small weights lose precision, but never more than half of the smallest scale.
	const values = gaussian(32 * 32, 1e-5);
	const decoded = roundTrip(values, spec('linear', [32, 32]), int4, 'float16');
	values.forEach((value, i) => {
		expect(Math.abs(value - decoded[i])).toBeLessThanOrEqual(2 ** -15);
	});
});

describe('the small policy', () => {
	const format = (role: Role, dims: readonly number[], name?: string) =>
		formatWeight(spec(role, dims, name), SMALL).format;

	test.each([
		['linear', [320, 320], 'mid_block.attn1.to_q.weight', 'int4-block'],
		['conv', [320, 320, 3, 3], 'mid_block.resnets.0.conv1.weight', 'int8-channel'],
		['conv', [320, 4, 3, 3], 'conv_in.weight', 'float16'],
		['conv', [4, 320, 3, 3], 'conv_out.weight', 'float16'],
		['linear', [1280, 320], 'time_embedding.linear_1.weight', 'float16'],
		['linear', [1280, 1280], 'mid_block.resnets.0.time_emb_proj.weight', 'float16'],
		['norm', [320], 'mid_block.resnets.0.norm1.weight', 'float16'],
		['bias', [20480], 'mid_block.ff.bias', 'float16'],
		['conv', [16, 16, 3, 3], 'tiny.weight', 'float16'],
		['embedding', [49408, 768], 'token_embedding.weight', 'float16'],
		// Blocks of 32 do not divide the rows.
		['linear', [320, 300], 'odd.weight', 'int8-channel'],
	] as const)('keeps a %s of %j, %s, as %s', (role, dims, name, expected) => {
		expect(format(role, dims, name)).toBe(expected);
	});
});

test('rows encoded one part after the other are those of the whole', () => {
	const values = gaussian(8 * 64);
	for (const policy of [int4, int8]) {
		const { encode } = formatWeight(spec('linear', [8, 64]), policy);
		const whole = encode(values);
		const parts = [values.subarray(0, 192), values.subarray(192)].map((part) => encode(part));
		whole.forEach((bytes, i) => {
			expect(Buffer.concat(parts.map((part) => part[i]))).toEqual(Buffer.from(bytes));
		});
	}
});

test('the report has bytes and SQNR of each weight, and the worst of each format', () => {
	const reports = [
		['a', int8],
		['b', int4],
		['c', int4],
	].map(([name, policy], i) => {
		const weight = formatWeight(
			spec('linear', [32, 64], name as string),
			policy as PrecisionPolicy,
		);
		const values = gaussian(2048).map((value, j) => (i === 2 && j % 32 === 0 ? 1 : value));
		return reportWeight(weight, values, weight.encode(values));
	});
	expect(reports.map(({ bytes }) => bytes)).toEqual([2048 + 128, 1024 + 256, 1024 + 256]);
	const [blocks, channels] = summarise(reports);
	expect(blocks).toMatchObject({ format: 'int4-block', weights: 2, bytes: 2560 });
	expect(blocks.lowest.sqnr).toBe(Math.min(reports[1].sqnr, reports[2].sqnr));
	expect(channels).toMatchObject({ format: 'int8-channel', weights: 1, lowest: { name: 'a' } });
	expect(sqnr(Float32Array.of(1, 2), Float32Array.of(1, 2))).toBe(Infinity);
});
