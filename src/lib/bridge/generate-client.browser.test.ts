import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GeneratedRecipe } from '$lib/domain/generated';
import { GenerateClient } from './generate-client';

const recipe: GeneratedRecipe = {
	version: 1,
	kind: 'generated',
	pack: 'a',
	packHash: '',
	style: null,
	prompt: 'device-lost',
	negative: '',
	seed: 0,
	sampler: 'lcm',
	steps: 1,
	guidance: 1,
	strength: 1,
	identityScale: 0.7,
	width: 256,
	height: 256,
};

let spawned: Worker[];
let client: GenerateClient;
beforeEach(() => {
	spawned = [];
	client = new GenerateClient(() => {
		const url = new URL('./generate-test-worker.ts', import.meta.url);
		const worker = new Worker(url, { type: 'module', name: String(spawned.length) });
		spawned.push(worker);
		return worker;
	});
});
afterEach(() => client.terminate());

const draw = (identity: string | null, changes: Partial<GeneratedRecipe> = {}) =>
	client.generate({
		recipe: { ...recipe, ...changes },
		identity,
		structure: null,
		previewEvery: 0,
	});

test('after a lost device a fresh worker opens the pack, knows the face, and draws', async () => {
	await client.open('a', { choice: 'auto', lowMemory: false });
	const key = await client.identify([Uint8Array.of(7)]);
	const { picture, timing } = await draw(key, { seed: 1 });
	expect(picture.width).toBe(2);
	expect(timing.steps).toBe(1);
	expect(spawned).toHaveLength(2);
	// The face was worked out again, once.
	expect(await client.tensors()).toBe(1);
	await draw(key);
	expect(await client.tensors()).toBe(1);
	picture.close();
});

test('without memory it goes on with one network at a time', async () => {
	const opened = await client.open('a', { choice: 'auto', lowMemory: 'auto' });
	expect(opened.lowMemory).toBe(false);
	const { timing } = await draw(null, { seed: 1, prompt: 'out-of-memory' });
	expect(timing.steps).toBe(2);
	expect(client.opened?.lowMemory).toBe(true);
});

test('a call is repeated once, not for ever', async () => {
	await client.open('a', { choice: 'auto', lowMemory: false });
	await expect(draw(null, { seed: 9 })).rejects.toMatchObject({ kind: 'device-lost' });
	expect(spawned).toHaveLength(2);
});

test('another pack knows nobody', async () => {
	await client.open('a', { choice: 'auto', lowMemory: false });
	const key = await client.identify([Uint8Array.of(7)]);
	await client.open('b', { choice: 'auto', lowMemory: false });
	await expect(draw(key)).rejects.toThrow('never asked about');
});
