import type { Rows } from '../checkpoint';
import { CompileError } from '../error';
import { product, type ReadTensor } from '../graph/weight';
import type { PackWrite } from './contract';
import type { Step, StepPart } from './steps';

/** Values of a weight that are in memory at a time where its rows can be taken one after the other. */
const CHUNK_VALUES = 2 ** 20;

/** Some rows of a weight, or all of it, read and encoded together. */
interface Chunk {
	readonly part: StepPart;
	readonly rows: Rows | null;
}

/** Reads and encodes the weights of a step. The next chunk is read while this one is encoded. */
export async function encodeStep(step: Step, signal?: AbortSignal): Promise<PackWrite[]> {
	const writes = step.writes.map(({ file, offset, length }) => ({
		file,
		offset,
		bytes: new Uint8Array(length),
	}));
	const chunks = step.parts.flatMap(divide);
	let reading: Promise<Float32Array> | undefined;
	for (const [i, chunk] of chunks.entries()) {
		signal?.throwIfAborted();
		const values = await (reading ?? readChunk(chunk, signal));
		const next = chunks.at(i + 1);
		reading = next && readChunk(next, signal);
		// An error of the next chunk is reported when its turn comes.
		reading?.catch(() => undefined);
		store(chunk, encode(chunk, values), writes);
	}
	return writes;
}

function divide(part: StepPart): Chunk[] {
	const { spec } = part.weight;
	if (!spec.byRows) return [{ part, rows: null }];
	const { begin, end } = part.rows ?? { begin: 0, end: spec.dims[0] };
	const count = Math.max(1, Math.floor(CHUNK_VALUES / product(spec.dims.slice(1))));
	if (!part.rows && count >= end) return [{ part, rows: null }];
	const chunks: Chunk[] = [];
	for (let row = begin; row < end; row += count) {
		chunks.push({ part, rows: { begin: row, end: Math.min(end, row + count) } });
	}
	return chunks;
}

async function readChunk({ part, rows }: Chunk, signal?: AbortSignal): Promise<Float32Array> {
	const { spec } = part.weight;
	const { checkpoint } = part.model;
	const read: ReadTensor = (name, some) => checkpoint.read(name, some, signal);
	return rows ? read(spec.sources[0], rows) : spec.values(read);
}

/** @throws CompileError 'damaged' for values that no format can hold */
function encode({ part: { weight, model } }: Chunk, values: Float32Array): readonly Uint8Array[] {
	try {
		return weight.encode(values);
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		const message = `${model.checkpoint.label}: ${weight.spec.name}: ${cause.message}`;
		throw new CompileError('damaged', message, { cause });
	}
}

function store({ part, rows }: Chunk, encoded: readonly Uint8Array[], writes: PackWrite[]): void {
	const { weight, placements } = part;
	weight.constants.forEach((constant, i) => {
		const perRow = constant.bytes / weight.spec.dims[0];
		const expected = rows ? perRow * (rows.end - rows.begin) : constant.bytes;
		if (encoded[i].byteLength !== expected) {
			throw new Error(`${constant.name}: ${encoded[i].byteLength} bytes, planned ${expected}`);
		}
		const at = placements[i].offset + (rows ? perRow * rows.begin : 0);
		const write = writes.find(
			({ file, offset, bytes }) =>
				file === placements[i].file && at >= offset && at + expected <= offset + bytes.length,
		)!;
		write.bytes.set(encoded[i], at - write.offset);
	});
}
