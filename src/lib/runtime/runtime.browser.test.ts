import { expect, test } from 'vitest';
import type { BackendChoice, RuntimeError } from '$lib/domain/runtime';
import { createRuntime, type RuntimeOptions, type SelfTestStore } from './create-runtime';
import { families, fusedAttention, fusedGroupNorm } from './families';
import { writeModel } from './small-model';
import { browserSelfTestStore } from './self-test-store';
import { attentionForm } from './self-test';

const doubler = writeModel({
	inputs: { x: [1, 4] },
	outputs: ['y'],
	initialisers: { two: { dims: [1], data: Float32Array.of(2) } },
	nodes: [{ op: 'Mul', inputs: ['x', 'two'], outputs: ['y'] }],
}) as Uint8Array<ArrayBuffer>;

const doublerUrl = URL.createObjectURL(new Blob([doubler]));
const models = () => ({ url: doublerUrl, bytes: doubler.length });
const start = (choice: BackendChoice, more: Partial<RuntimeOptions> = {}) =>
	createRuntime({ choice, models, ...more });
const x = { dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) };

for (const choice of ['wasm', 'webgpu'] as const) {
	test(`a model runs on ${choice}, and leaves its feeds alone`, async () => {
		const runtime = await start(choice);
		expect(runtime.status).toMatchObject({ backend: choice, reason: 'chosen', build: 'jspi' });
		expect(await runtime.run('doubler', { x })).toEqual({
			y: { dims: [1, 4], data: Float32Array.of(2, 4, 6, 8) },
		});
		expect(x.data).toEqual(Float32Array.of(1, 2, 3, 4));
		await runtime.dispose();
	});
}

test('the self-test finds every basic operator right on a software adapter, and fused attention wrong', async () => {
	const { status } = await start('webgpu', { strict: true });
	const rows = Object.fromEntries(status.selfTest.map((row) => [row.operator, row]));
	expect(status.selfTest).toHaveLength(families.length + 2);
	for (const { operator } of families) expect(rows[operator], operator).toMatchObject({ ok: true });
	expect(rows[fusedAttention.operator].ok).toBe(false);
	expect(rows[fusedGroupNorm.operator].ok).toBe(true);
	expect(attentionForm(status)).toBe('sliced');
});

test('a deliberately wrong expectation is detected, and wasm runs instead', async () => {
	const [conv, ...others] = families;
	const wrong = { ...conv, expected: () => conv.expected().map((value) => value * 1.01) };
	let stored = 0;
	const store: SelfTestStore = { get: async () => undefined, set: async () => void stored++ };
	const runtime = await start('webgpu', { families: [wrong, ...others], store });
	expect(stored, 'only what passed is kept').toBe(0);
	expect(runtime.status).toMatchObject({ backend: 'wasm', reason: 'self-test-failed' });
	expect(runtime.status.selfTest.filter((row) => !row.ok).map((row) => row.operator)).toEqual([
		conv.operator,
		fusedAttention.operator,
	]);
	expect((await runtime.run('doubler', { x })).y.data[3]).toBe(8);
});

test('an operator that the device refuses fails the self-test', async () => {
	const refused = { ...families[0], nodes: [{ op: 'NoSuchThing', inputs: ['a'], outputs: ['y'] }] };
	const { status } = await start('webgpu', { families: [refused] });
	expect(status).toMatchObject({ backend: 'wasm', reason: 'self-test-failed' });
	expect(status.selfTest[0]).toMatchObject({ ok: false, error: Infinity });
});

test('a software adapter is passed over unless chosen', async () => {
	const { status } = await start('auto');
	expect(status).toMatchObject({ backend: 'wasm', reason: 'software-adapter', selfTest: [] });
	expect(status.adapter).toContain('swiftshader');
	expect(attentionForm(status)).toBe('sliced');
});

test('a stored self-test is not repeated', async () => {
	const kept = new Map<string, Awaited<ReturnType<SelfTestStore['get']>>>();
	const store: SelfTestStore = {
		get: async (key) => kept.get(key),
		set: async (key, rows) => void kept.set(key, rows),
	};
	const { status } = await start('webgpu', { store });
	expect([...kept.values()]).toEqual([status.selfTest]);
	const [key] = kept.keys();
	const planted = [{ operator: 'planted', ok: false, error: 1 }];
	kept.set(key, planted);
	expect((await start('webgpu', { store })).status).toMatchObject({
		backend: 'wasm',
		selfTest: planted,
	});
});

test('the browser keeps what was stored, and forgets nothing it was not given', async () => {
	const rows = [{ operator: 'x', ok: true, error: 0.5 }];
	await browserSelfTestStore.set('a b/c', rows);
	expect(await browserSelfTestStore.get('a b/c')).toEqual(rows);
	expect(await browserSelfTestStore.get('a b')).toBeUndefined();
});

test('a model that is missing or broken fails, and a retry works', async () => {
	const broken = URL.createObjectURL(new Blob([doubler.slice(0, 20)]));
	const urls = ['/no-such-model.onnx?', broken, doublerUrl];
	const runtime = await start('wasm', { models: () => ({ url: urls.shift()!, bytes: 100 }) });
	for (let attempt = 0; attempt < 2; attempt++) {
		await expect(runtime.load(['doubler'])).rejects.toMatchObject({
			name: 'RuntimeError',
			kind: 'load-failed',
			poisoned: false,
		} satisfies Partial<RuntimeError>);
	}
	expect((await runtime.run('doubler', { x })).y.data[0]).toBe(2);
});

test('wrong feeds fail the run, not the runtime', async () => {
	const runtime = await start('wasm');
	await expect(runtime.run('doubler', { z: x })).rejects.toMatchObject({ kind: 'run-failed' });
	expect((await runtime.run('doubler', { x })).y.data[0]).toBe(2);
});

test('loading reports the runtime and the models, and can be aborted', async () => {
	const stages: string[] = [];
	const onProgress = ({ stage, fraction }: { stage: string; fraction: number }) => {
		stages.push(stage);
		expect(fraction).toBeGreaterThanOrEqual(0);
		expect(fraction).toBeLessThanOrEqual(1);
	};
	const runtime = await start('wasm', { onProgress });
	await runtime.load(['doubler'], onProgress);
	expect(new Set(stages)).toEqual(new Set(['runtime', 'models']));
	const fractions: number[] = [];
	await runtime.load(['doubler'], ({ fraction }) => void fractions.push(fraction));
	expect(fractions, 'what is open already costs nothing').toEqual([1]);
	const reason = new DOMException('enough', 'AbortError');
	await expect(runtime.load(['other'], undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
	await expect(start('wasm', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
	await expect(runtime.run('doubler', { x }, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('the build for browsers without JSPI computes the same', async () => {
	const runtime = await start('wasm', { build: 'asyncify' });
	expect(runtime.status.build).toBe('asyncify');
	expect((await runtime.run('doubler', { x })).y.data[2]).toBe(6);
});

// Last: it spoils onnxruntime's device for good, as in real life.
test('after the device is lost every run says so, and that the worker is poisoned', async () => {
	const runtime = await start('webgpu');
	await runtime.load(['doubler']);
	const { env } = await import('onnxruntime-web/jspi');
	(await env.webgpu.device).destroy();
	for (let attempt = 0; attempt < 2; attempt++) {
		await expect(runtime.run('doubler', { x })).rejects.toMatchObject({
			kind: 'device-lost',
			poisoned: true,
		});
	}
});
