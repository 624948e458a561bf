import { expect, test } from 'vitest';
import { decodeHalves as reference } from '$lib/onnx/half';
import { decodeHalves } from './halves';

test('every half, to the bit', () => {
	const halves = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
	const bytes = new Uint8Array(halves.buffer);
	expect(bitsOf(decodeHalves(bytes)).equals(bitsOf(reference(bytes)))).toBe(true);
});

test.each([0, 1, 3, 4, 65535, 65536, 65537, 2 ** 18 + 5])('%d halves at an odd offset', (count) => {
	const bytes = Uint8Array.from({ length: 2 * count + 2 }, (_, i) => (i * i * 31) >> 3);
	const some = bytes.subarray(1);
	expect(some.length % 2).toBe(1);
	expect(bitsOf(decodeHalves(some)).equals(bitsOf(reference(some)))).toBe(true);
});

function bitsOf({ buffer }: Float32Array): Buffer {
	return Buffer.from(buffer);
}
