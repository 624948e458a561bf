import { ByteBuffer } from 'flatbuffers';

/**
 * A FlatBuffers table read by field number, as the schema counts them from 0.
 * Absent fields give the default, as the format says.
 */
export class Table {
	readonly #buffer: ByteBuffer;
	readonly #position: number;

	private constructor(buffer: ByteBuffer, position: number) {
		this.#buffer = buffer;
		this.#position = position;
		// The list of field offsets lies before or after the table and begins with its own length.
		this.#check(position, 4);
		const offsets = position - buffer.readInt32(position);
		this.#check(offsets, 2);
		this.#check(offsets, buffer.readUint16(offsets));
	}

	static root(bytes: Uint8Array): Table {
		const buffer = new ByteBuffer(bytes);
		return new Table(buffer, buffer.readInt32(buffer.position()) + buffer.position());
	}

	int8(field: number, absent = 0): number {
		const at = this.#at(field);
		return at === undefined ? absent : this.#buffer.readInt8(at);
	}

	int32(field: number, absent = 0): number {
		const at = this.#at(field);
		return at === undefined ? absent : this.#buffer.readInt32(at);
	}

	/** Empty where absent. */
	text(field: number): string {
		const at = this.#at(field);
		return at === undefined ? '' : String(this.#buffer.__string(at));
	}

	table(field: number): Table | undefined {
		const at = this.#at(field);
		return at === undefined ? undefined : new Table(this.#buffer, this.#buffer.__indirect(at));
	}

	tables(field: number): Table[] {
		return this.#vector(field, 4, (at) => new Table(this.#buffer, this.#buffer.__indirect(at)));
	}

	integers(field: number): number[] {
		return this.#vector(field, 4, (at) => this.#buffer.readInt32(at));
	}

	/** A copy, aligned for any typed array. */
	bytes(field: number): Uint8Array<ArrayBuffer> {
		return Uint8Array.from(this.#vector(field, 1, (at) => this.#buffer.readUint8(at)));
	}

	#at(field: number): number | undefined {
		const offset = this.#buffer.__offset(this.#position, 4 + 2 * field);
		if (!offset) return undefined;
		this.#check(this.#position + offset, 1);
		return this.#position + offset;
	}

	/** The flatbuffers library itself reads zeros beyond the end. */
	#check(start: number, length: number): void {
		if (start < 0 || start + length > this.#buffer.capacity()) {
			throw new Error('The TFLite file is truncated');
		}
	}

	#vector<T>(field: number, bytesEach: number, read: (at: number) => T): T[] {
		const at = this.#at(field);
		if (at === undefined) return [];
		const start = this.#buffer.__vector(at);
		const length = this.#buffer.__vector_len(at);
		this.#check(start, length * bytesEach);
		return Array.from({ length }, (_, i) => read(start + i * bytesEach));
	}
}
