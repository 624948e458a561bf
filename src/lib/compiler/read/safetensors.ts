/** The safetensors format: github.com/huggingface/safetensors, README "Format". */
import type { ByteSource } from '$lib/domain/byte-source';
import type { Checkpoint, Dtype, TensorInfo } from '../checkpoint';
import { CompileError } from '../error';
import { readBytes, truncated } from './bytes';
import { checkShape, decodeValues, DTYPE_BYTES, listNumbers, valueRange } from './values';

/** Headers of the largest checkpoints take a few hundred kilobytes. */
const MOST_HEADER_BYTES = 16 * 2 ** 20;
const MOST_TENSORS = 2 ** 16;
const MOST_NAME = 1024;

interface Entry extends TensorInfo {
	readonly end: number;
}

/**
 * Reads the header of a safetensors file; the values are read when they are asked for.
 * @throws CompileError 'damaged' where the header contradicts itself or the file, 'unsupported' for an
 *   element type that we do not read
 */
export async function openSafetensors(
	source: ByteSource,
	label: string,
	signal?: AbortSignal,
): Promise<Checkpoint> {
	// 1. Eight bytes say how long the header is.
	const prefix = await readBytes(source, label, 'the header length', 0, 8, signal);
	const [low, high] = new Uint32Array(prefix.slice().buffer);
	const headerBytes = low + high * 2 ** 32;
	if (headerBytes > MOST_HEADER_BYTES) {
		throw damaged(label, `its header claims ${headerBytes} bytes`);
	}
	const start = 8 + headerBytes;
	const header = parseHeader(await readBytes(source, label, 'the header', 8, start, signal), label);
	// 2. What it says of every tensor must be possible.
	const names = Object.keys(header).filter((name) => name !== '__metadata__');
	if (names.length > MOST_TENSORS) throw damaged(label, `it lists ${names.length} tensors`);
	const entries = names.map((name) => readEntry(name, header[name], start, label));
	// 3. The tensors follow each other without gap or overlap, to the end of the file.
	entries.sort((a, b) => a.position - b.position || a.end - b.end);
	let end = start;
	for (const entry of entries) {
		if (entry.position !== end) {
			const relation = entry.position < end ? 'overlaps the tensor before it' : 'follows a gap';
			throw damaged(label, `${entry.name} at byte ${entry.position} ${relation}`);
		}
		end = entry.end;
		if (end > source.size) throw truncated(source, label, entry.name, end);
	}
	if (end !== source.size) {
		throw damaged(label, `${source.size - end} bytes follow its last tensor`);
	}
	return checkpointOf(source, label, entries);
}

function checkpointOf(source: ByteSource, label: string, entries: readonly Entry[]): Checkpoint {
	const byName = new Map(entries.map((entry) => [entry.name, entry]));
	return {
		label,
		names: () => [...byName.keys()],
		info: (name) => byName.get(name),
		async read(name, rows, signal) {
			const entry = byName.get(name);
			if (!entry) throw new CompileError('missing', `${label}: no tensor ${name}`);
			const { dtype, position } = entry;
			const { begin, end } = valueRange(entry, rows);
			const size = DTYPE_BYTES[dtype];
			const range = [position + begin * size, position + end * size] as const;
			return decodeValues(await readBytes(source, label, name, ...range, signal), dtype);
		},
	};
}

function parseHeader(bytes: Uint8Array, label: string): Record<string, unknown> {
	let header: unknown;
	try {
		header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw new CompileError('damaged', `${label}: its header is not JSON`, { cause });
	}
	if (!isRecord(header)) throw damaged(label, 'its header is no JSON object');
	return header;
}

function readEntry(name: string, entry: unknown, start: number, label: string): Entry {
	const shown = name.slice(0, 80);
	if (name.length > MOST_NAME)
		throw damaged(label, `a name of ${name.length} letters, ${shown}...`);
	if (!isRecord(entry)) throw damaged(label, `no description of ${shown}`);
	const { dtype, shape, data_offsets: offsets } = entry;
	if (typeof dtype !== 'string' || !Array.isArray(shape) || !Array.isArray(offsets)) {
		throw damaged(label, `${shown} lacks its type, shape or place`);
	}
	if (!Object.hasOwn(DTYPE_BYTES, dtype)) {
		const message = `${label}: ${shown} has elements of type ${dtype.slice(0, 16)}`;
		throw new CompileError('unsupported', message);
	}
	const bytes = checkShape(shape, `${label}: ${shown}`) * DTYPE_BYTES[dtype as Dtype];
	const [begin, end] = offsets as unknown[];
	if (!isOffset(begin) || !isOffset(end) || offsets.length !== 2 || end - begin !== bytes) {
		throw damaged(
			label,
			`${shown} [${shape}] of ${dtype} takes ${bytes} bytes, not ${listNumbers(offsets)}`,
		);
	}
	return { name, dtype: dtype as Dtype, shape, position: start + begin, end: start + end };
}

function isOffset(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(label: string, what: string): CompileError {
	return new CompileError('damaged', `${label}: ${what}`);
}
