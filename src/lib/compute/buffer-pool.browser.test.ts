import { expect, test } from 'vitest';
import { BufferPool } from './buffer-pool';

test('buffers are used again by size, and the longest unused go beyond the limit', async () => {
	const adapter = await navigator.gpu.requestAdapter();
	const device = await adapter!.requestDevice();
	const pool = new BufferPool(device, 48, (error) => expect.fail(error.message));
	const [a, b, c] = [pool.take(16), pool.take(32), pool.take(16)];
	expect(new Set([a, b, c]).size).toBe(3);
	expect(pool.bytes).toBe(64);
	pool.give(a);
	pool.give(b);
	expect(pool.take(32)).toBe(b);
	pool.give(b);
	expect(pool.bytes).toBe(64); // 48 free, the limit, and c in use
	pool.give(c);
	expect(pool.bytes).toBe(48); // a is gone
	expect(pool.take(16)).toBe(c);
	device.destroy();
});
