import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { compilePack, planPack } from '../../../src/lib/compiler/compile/compile';
import { PackManifestSchema } from '../../../src/lib/domain/pack';
import * as v from 'valibot';
import { readFixture } from '../../support/golden';
import { MemorySink } from './memory-sink';
import { TINY_BASE, tinyInput } from './tiny-pack';

const input = () => tinyInput(TINY_BASE, readFixture);
const ignore = () => {};

describe('a tiny pack', () => {
	let sink: MemorySink;
	let manifest: Awaited<ReturnType<typeof compilePack>>;
	beforeAll(async () => {
		sink = new MemorySink();
		manifest = await compilePack(await input(), sink, ignore);
	});

	test('has a manifest of the schema that names every file with its bytes', () => {
		expect(v.parse(PackManifestSchema, manifest)).toEqual(manifest);
		expect(manifest.files.map(({ path }) => path).sort()).toEqual([...sink.files.keys()].sort());
		for (const { path, bytes, sha256 } of manifest.files) {
			expect(sink.files.get(path)!.length).toBe(bytes);
			expect(sha256).toBe(createHash('sha256').update(sink.files.get(path)!).digest('hex'));
		}
	});

	test('has the same bytes when it is compiled again', async () => {
		const again = new MemorySink();
		expect(await compilePack(await input(), again, ignore)).toEqual(manifest);
	});

	test('has the same bytes when it was interrupted before any step', async () => {
		for (let step = 0; step < sink.committed; step++) {
			const other = new MemorySink(step);
			await expect(compilePack(await input(), other, ignore)).rejects.toThrow(`stopped at ${step}`);
			expect(other.committed).toBe(step);
			other.stopAt = Infinity;
			expect(await compilePack(await input(), other, ignore)).toEqual(manifest);
		}
	});

	test('shares the weights of both forms of attention', () => {
		const { models } = manifest;
		expect(models['unet-fused'].shards).toEqual(models['unet-sliced'].shards);
		const bytes = manifest.files.find(({ path }) => path === models['unet-fused'].shards[0])!.bytes;
		const parameters = 1_640_000;
		expect(bytes).toBeLessThan(parameters * 4 * 1.1);
	});

	test('says how far it is', async () => {
		const steps: number[] = [];
		await compilePack(await input(), new MemorySink(), ({ step }) => steps.push(step));
		expect(steps).toEqual(Array.from({ length: sink.committed + 1 }, (_, i) => i));
	});
});

test('another source or precision is another plan', async () => {
	const { key } = await planPack(await input());
	expect((await planPack(await input())).key).toBe(key);
	const half = await tinyInput(TINY_BASE, readFixture, { precision: 'float16' });
	expect((await planPack(half)).key).not.toBe(key);
	const { pack, files } = await input();
	const moved = files.map((file, i) => (i ? file : { ...file, commit: 'another' }));
	expect((await planPack({ pack, files: moved })).key).not.toBe(key);
});

test('a file that ends early is damaged, at the byte where it ends', async () => {
	const truncated = await tinyInput(TINY_BASE, async (path) => {
		const bytes = await readFixture(path);
		return path.startsWith('unet_a') ? bytes.slice(0, 3_000_000) : bytes;
	});
	await expect(compilePack(truncated, new MemorySink(), ignore)).rejects.toMatchObject({
		name: 'CompileError',
		problem: 'damaged',
		message: expect.stringContaining('3000000'),
	});
});

test('stops at once when it is told to', async () => {
	const controller = new AbortController();
	const sink = new MemorySink();
	const compiling = compilePack(
		await input(),
		sink,
		({ step }) => step === 2 && controller.abort(new Error('enough')),
		controller.signal,
	);
	await expect(compiling).rejects.toThrow('enough');
	expect(sink.committed).toBeLessThanOrEqual(3);
});
