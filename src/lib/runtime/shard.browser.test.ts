import { expect, test } from 'vitest';
import { Shard } from './shard';

const bytes = Uint8Array.from({ length: 9 << 20 }, (_, i) => (i * 31 + (i >> 8)) & 255);

test('gives every byte of a slice, across its pieces', async () => {
	const shard = new Shard(new Blob([bytes]));
	expect(shard).toBeInstanceOf(Blob);
	expect(shard.size).toBe(bytes.length);
	const start = 12_345;
	const length = (8 << 20) + 7;
	const seen = await new Response(shard.slice(start, start + length).stream()).bytes();
	// Compared as a whole: a matcher that walks nine million numbers takes a minute.
	const same = seen.every((value, i) => value === bytes[start + i]);
	expect([seen.length, same]).toEqual([length, true]);
	const none = await new Response(shard.slice(5, 5).stream()).bytes();
	expect(none).toHaveLength(0);
});

test('comes to the end of every slice while garbage is collected', async () => {
	const url = new URL('./shard-test-worker.ts', import.meta.url);
	const worker = new Worker(url, { type: 'module' });
	const answer = await new Promise((resolve, reject) => {
		worker.onmessage = ({ data }) => resolve(data);
		worker.onerror = ({ message }) => reject(new Error(message));
		worker.postMessage(new Blob([bytes]));
	});
	worker.terminate();
	expect(answer).toBe('done');
});
