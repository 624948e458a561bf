import { expect, test } from 'vitest';
import { nodeNetworks } from '../../../tests/support/node-networks';
import { keyer } from '../../../tests/support/tiny-matting';
import { writeModel } from '$lib/runtime/small-model';
import { checkMattingNetwork } from './check';
import { cutOut } from './cut-out';
import { inputOf, inputSize } from './input';

const runtime = nodeNetworks();
const open = (graph: Uint8Array) => runtime.openNetwork('matting', { graph, shards: [] });

test.each([
	[
		{ width: 512, height: 512 },
		{ width: 512, height: 512 },
	],
	[
		{ width: 300, height: 300 },
		{ width: 512, height: 512 },
	],
	[
		{ width: 1200, height: 1800 },
		{ width: 512, height: 768 },
	],
	[
		{ width: 1000, height: 750 },
		{ width: 672, height: 512 },
	],
	[
		{ width: 90, height: 3000 },
		{ width: 512, height: 1024 },
	],
])('%j is read as %j', (region, size) => {
	expect(inputSize(region)).toEqual(size);
});

test('colours go from -1 to 1, channel after channel', () => {
	const data = Uint8ClampedArray.of(255, 0, 128, 255, 0, 255, 64, 255);
	const values = inputOf(
		{ width: 2, height: 1, data },
		{ x: 0, y: 0, width: 2, height: 1 },
		{ width: 2, height: 1 },
	);
	const expected = [1, -1, -1, 1, 0.5 / 127.5, -63.5 / 127.5];
	expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
});

/** Green of a strength that grows from left to right. */
function greenRamp(width: number, height: number) {
	const data = new Uint8ClampedArray(width * height * 4).fill(255);
	for (let i = 0; i < width * height; i++) {
		const green = Math.round((100 * (i % width)) / (width - 1));
		data.set([100, 100 + green, 100], 4 * i);
	}
	return { width, height, data };
}

test('the matte lies over the region and is what the colours say', async () => {
	const network = await open(keyer());
	const region = { x: 100, y: 40, width: 400, height: 300 };
	const mask = await cutOut(network, greenRamp(640, 400), region);
	expect(mask.square).toEqual(region);
	expect([mask.width, mask.height]).toEqual([672, 512]);
	for (const share of [0.1, 0.35, 0.6]) {
		const column = Math.round(share * mask.width);
		const x = region.x + ((column + 0.5) / mask.width) * region.width;
		const green = (100 * (x - 0.5)) / 639;
		const at = mask.data[256 * mask.width + column];
		expect(at).toBeCloseTo(Math.min(Math.max(1 - green / 127.5 / 0.5, 0), 1), 1.7);
	}
	expect(runtime.usage().tensors).toBe(0);
	await network.close();
});

test('a cancel is heard', async () => {
	const network = await open(keyer());
	const whole = { x: 0, y: 0, width: 64, height: 64 };
	const cancelled = AbortSignal.abort(new Error('no longer'));
	await expect(cutOut(network, greenRamp(64, 64), whole, cancelled)).rejects.toThrow('no longer');
	await network.close();
});

/** The input as it is. */
const same = writeModel({
	inputs: { input: [1, 3, 64, 96] },
	outputs: ['output'],
	initialisers: {},
	nodes: [{ op: 'Identity', inputs: ['input'], outputs: ['output'] }],
});
/** The sum of the channels. */
const sums = writeModel({
	inputs: { input: [1, 3, 512, 512] },
	outputs: ['output'],
	initialisers: { axes: { dims: [1], data: BigInt64Array.of(1n) } },
	nodes: [{ op: 'ReduceSum', inputs: ['input', 'axes'], outputs: ['output'] }],
});

test('a network for cutting out passes', async () => {
	await checkMattingNetwork(runtime, keyer());
});

test.each([
	['no network at all', new TextEncoder().encode('<!doctype html>'), /./],
	['one that gives three channels', same, /gives 1 x 3 x 64 x 96/],
	['one of a fixed size', keyer([1, 3, 512, 512]), /./],
])('%s does not pass', async (_, graph, message) => {
	await expect(checkMattingNetwork(runtime, graph)).rejects.toThrow(message);
});

test('values that are no matte are refused, not used', async () => {
	const network = await open(sums);
	const whole = { x: 0, y: 0, width: 64, height: 64 };
	await expect(cutOut(network, greenRamp(64, 64), whole)).rejects.toThrow(/cuts nobody out/);
	await network.close();
});
