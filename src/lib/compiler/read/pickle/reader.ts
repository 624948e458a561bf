import { CompileError } from '../../error';

/** Names in GLOBAL opcodes end with a line feed; none is longer. */
const MOST_LINE = 256;
/** Seeds of random numbers take nine bytes; nothing in a checkpoint takes more than sixteen. */
const MOST_INTEGER = 16;

/** The arguments of pickle opcodes. */
export class PickleReader {
	readonly #view: DataView;
	readonly #decoder = new TextDecoder();
	#at = 0;

	constructor(
		readonly bytes: Uint8Array,
		readonly label: string,
	) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	uint8(): number {
		return this.#view.getUint8(this.#advance(1));
	}

	uint16(): number {
		return this.#view.getUint16(this.#advance(2), true);
	}

	uint32(): number {
		return this.#view.getUint32(this.#advance(4), true);
	}

	int32(): number {
		return this.#view.getInt32(this.#advance(4), true);
	}

	/** Beyond 2^53 it is rounded, and too long for any pickle. */
	uint64(): number {
		return this.uint32() + this.uint32() * 2 ** 32;
	}

	/** Big-endian, unlike the integers. */
	float64(): number {
		return this.#view.getFloat64(this.#advance(8));
	}

	/** Two's complement. Beyond 2^53 it is rounded: no size of a tensor is that large. */
	long(length: number): number {
		if (length > MOST_INTEGER) throw this.#damaged(`it has an integer of ${length} bytes`);
		const begin = this.#advance(length);
		let value = 0n;
		for (let i = length - 1; i >= 0; i--) value = value * 256n + BigInt(this.bytes[begin + i]);
		return Number(BigInt.asIntN(8 * length, value));
	}

	text(length: number): string {
		const begin = this.#advance(length);
		return this.#decoder.decode(this.bytes.subarray(begin, begin + length));
	}

	line(): string {
		const length = this.bytes.subarray(this.#at, this.#at + MOST_LINE).indexOf(0x0a);
		if (length < 0) throw this.#damaged('a name has no end');
		const line = this.text(length);
		this.#at++;
		return line;
	}

	/** @returns where the bytes begin */
	#advance(length: number): number {
		const begin = this.#at;
		if (begin + length > this.bytes.length) {
			throw this.#damaged(`it ends at byte ${this.bytes.length}, before its stop`);
		}
		this.#at += length;
		return begin;
	}

	#damaged(what: string): CompileError {
		return new CompileError('damaged', `${this.label}: its pickle is damaged: ${what}`);
	}
}
