import { expect, test } from 'vitest';
import { findObstacles, type DeviceFacts } from './pack-device';

const NEEDS = { f16: true, bindingBytes: 128 * 2 ** 20, memoryBytes: 2e9 };
const GOOD: DeviceFacts = {
	adapter: { software: false, f16: true, bindingBytes: 2 ** 30 },
	memoryBytes: 8e9,
	storage: { quota: 10e9, usage: 1e9 },
};
const kinds = (facts: Partial<DeviceFacts>, peak = 0) =>
	findObstacles(NEEDS, { ...GOOD, ...facts }, peak).map(
		({ kind, severity }) => `${kind} ${severity}`,
	);
const adapter = (change: object) => ({ adapter: { ...GOOD.adapter!, ...change } });

test('nothing speaks against a good device, nor against one that tells little', () => {
	expect(kinds({}, 9e9)).toEqual([]);
	expect(kinds({ memoryBytes: null, storage: null }, 9e9)).toEqual([]);
});

test.each([
	[{ adapter: null }, ['no-webgpu slows']],
	[adapter({ software: true }), ['software slows']],
	[adapter({ f16: false }), ['f16 stops']],
	[adapter({ bindingBytes: 2 ** 27 - 1 }), ['binding stops']],
	[adapter({ bindingBytes: 2 ** 27 }), []],
	[{ memoryBytes: 1e9 }, ['memory slows']],
	[
		{ ...adapter({ software: true, f16: false }), memoryBytes: 1e9 },
		['f16 stops', 'software slows', 'memory slows'],
	],
])('%j: %j', (facts, expected) => {
	expect(kinds(facts)).toEqual(expected);
});

test('a full disk is told with what is needed and what is free', () => {
	const [space] = findObstacles(NEEDS, { ...GOOD, storage: { quota: 2e9, usage: 1.2e9 } }, 1.2e9);
	expect(space).toEqual({ kind: 'space', severity: 'stops', needed: 1.2e9, have: 0.8e9 });
});

test('a pack that computes in f32 does not ask for f16', () => {
	const facts = { ...GOOD, ...adapter({ f16: false }) };
	expect(findObstacles({ ...NEEDS, f16: false }, facts)).toEqual([]);
});
