/** Protocol buffers, the writing side: https://protobuf.dev/programming-guides/encoding/ */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

export function message(...fields: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
	let at = 0;
	for (const field of fields) {
		bytes.set(field, at);
		at += field.length;
	}
	return bytes;
}

export function varint(field: number, value: number): Uint8Array {
	return message(base128((field << 3) | VARINT), base128(value));
}

export function block(field: number, content: Uint8Array): Uint8Array {
	return message(base128((field << 3) | LENGTH_DELIMITED), base128(content.length), content);
}

export function text(field: number, content: string): Uint8Array {
	return block(field, new TextEncoder().encode(content));
}

export function float(field: number, value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return message(base128((field << 3) | FIXED_32), bytes);
}

/** @param value an integer; negative ones take ten bytes, as the format wants it */
function base128(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	do {
		const more = rest > 127n;
		bytes.push(Number(rest & 127n) | (more ? 128 : 0));
		rest >>= 7n;
	} while (rest > 0n);
	return Uint8Array.from(bytes);
}
