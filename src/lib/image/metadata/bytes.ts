export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Joins byte arrays and strings (as UTF-8). */
export function join(...parts: readonly (Uint8Array | string)[]): Bytes {
	const arrays = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
	const joined = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const array of arrays) {
		joined.set(array, at);
		at += array.length;
	}
	return joined;
}

export function utf8(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/** A number as unsigned 32 bits. */
export function uint32(value: number, littleEndian = false): Bytes {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value, littleEndian);
	return bytes;
}
