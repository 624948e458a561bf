/** Writes safetensors files for tests. */
import type { Dtype } from '../../src/lib/compiler/checkpoint';

export interface TensorBytes {
	readonly dtype: Dtype;
	readonly shape: readonly number[];
	readonly bytes: Uint8Array;
}

/** One after the other, in the order given. */
export function writeSafetensors(
	tensors: Readonly<Record<string, TensorBytes>>,
): Uint8Array<ArrayBuffer> {
	let end = 0;
	const header = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
		const begin = end;
		end += bytes.length;
		return [name, { dtype, shape, data_offsets: [begin, end] }];
	});
	const parts = Object.values(tensors).map(({ bytes }) => bytes);
	return withHeader(JSON.stringify(Object.fromEntries(header)), ...parts);
}

/** Of a header as it is given, right or wrong. */
export function withHeader(header: string, ...data: Uint8Array[]): Uint8Array<ArrayBuffer> {
	const text = new TextEncoder().encode(header);
	const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
	return joinBytes(length, text, ...data);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}

/** A tensor of float32. */
export function float32(shape: readonly number[], values: readonly number[]): TensorBytes {
	return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}
