import { CompileError } from '../error';
import { chunksOf, type Chunk, type ChunkReader } from './chunk-reader';
import type { PackWrite } from './contract';
import type { Step } from './steps';

/**
 * Encodes the weights of a step.
 * @param reader whose next chunks are those of the step
 */
export async function encodeStep(
	step: Step,
	reader: ChunkReader,
	signal?: AbortSignal,
): Promise<PackWrite[]> {
	const writes = step.writes.map(({ file, offset, length }) => ({
		file,
		offset,
		bytes: new Uint8Array(length),
	}));
	for (const chunk of chunksOf(step)) {
		signal?.throwIfAborted();
		store(chunk, encode(chunk, await reader.next()), writes);
	}
	return writes;
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
