import type { Rows } from '../checkpoint';
import { product, type ReadTensor } from '../graph/weight';
import type { Step, StepPart } from './steps';

/** Values of a weight that are in memory at a time where its rows can be taken one after the other. */
const CHUNK_VALUES = 2 ** 20;

/** Some rows of a weight, or all of it, read and encoded together. */
export interface Chunk {
	readonly part: StepPart;
	readonly rows: Rows | null;
}

/** The chunks of a step, in order. */
export function chunksOf(step: Step): Chunk[] {
	return step.parts.flatMap(divide);
}

/**
 * Reads the chunks of steps in order, each while the one before it is encoded, from one step to the next too: two
 * of them are in memory at a time.
 */
export class ChunkReader {
	readonly #signal: AbortSignal | undefined;
	readonly #chunks: Iterator<Chunk>;
	#reading: Promise<Float32Array> | undefined;

	/** @param steps all that will be asked for */
	constructor(steps: readonly Step[], signal?: AbortSignal) {
		this.#signal = signal;
		this.#chunks = everyChunk(steps);
	}

	/** The values of the next chunk. @throws what reading it throws */
	async next(): Promise<Float32Array> {
		const values = await (this.#reading ?? this.#read());
		this.#reading = this.#read();
		// An error of the chunk after this one is reported when its turn comes.
		this.#reading.catch(() => undefined);
		return values;
	}

	/** Nothing after the last one. */
	async #read(): Promise<Float32Array> {
		const { value, done } = this.#chunks.next();
		return done ? new Float32Array() : readChunk(value, this.#signal);
	}
}

function* everyChunk(steps: readonly Step[]): Generator<Chunk, undefined> {
	for (const step of steps) yield* chunksOf(step);
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
