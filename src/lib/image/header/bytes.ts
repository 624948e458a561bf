/** Four bytes as ASCII, the way boxes and chunks are named. '' beyond the end. */
export function fourCC(bytes: Uint8Array, at: number): string {
	return ascii(bytes, at, 4);
}

/** `length` bytes as Latin-1; shorter at the end of the data. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Unsigned big- or little-endian readers over the same memory. Reading beyond the end throws a RangeError. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
