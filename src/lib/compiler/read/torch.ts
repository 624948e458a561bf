/** Files of torch.save since torch 1.6: a stored zip of a pickle and one member for each storage. */
import type { ByteSource } from '$lib/domain/byte-source';
import type { Checkpoint, Rows, TensorInfo } from '../checkpoint';
import { CompileError } from '../error';
import { product } from '../graph/weight';
import { readBytes } from './bytes';
import { flattenTensors } from './flatten';
import type { StoredTensor } from './pickle/torch';
import { torchInterpreter } from './pickle/torch';
import { unpickle } from './pickle/unpickle';
import {
	checkReadable,
	checkShape,
	decodeValues,
	DTYPE_BYTES,
	listNumbers,
	valueRange,
} from './values';
import { findContents, readZipDirectory, type ZipMember } from './zip';

/** The pickle of a full Stable Diffusion checkpoint takes 300 kB. */
const MOST_PICKLE_BYTES = 16 * 2 ** 20;

interface Entry extends TensorInfo {
	readonly member: ZipMember;
	/** Elements before the first one. */
	readonly offset: number;
	/** Elements from one index to the next, for every axis. */
	readonly strides: readonly number[];
}

/**
 * Reads the directory and the pickle; a storage is read when one of its tensors is asked for. The directory
 * stands at the end of the file. No code in the pickle is run: see pickle/torch.ts.
 * @throws CompileError 'damaged'; 'unsafe' for a pickle that asks for more than tensors need; 'unsupported'
 */
export async function openTorch(
	source: ByteSource,
	label: string,
	signal?: AbortSignal,
): Promise<Checkpoint> {
	// 1. The folder in the archive has the name that the file had when it was written.
	const members = await readZipDirectory(source, label, signal);
	const pickled = members.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
	if (!pickled) throw new CompileError('damaged', `${label}: a zip archive without data.pkl`);
	if (pickled.bytes > MOST_PICKLE_BYTES) {
		throw new CompileError('damaged', `${label}: its pickle claims ${pickled.bytes} bytes`);
	}
	const root = pickled.name.slice(0, -'data.pkl'.length);
	const byName = new Map(members.map((member) => [member.name, member]));
	const order = byName.get(`${root}byteorder`);
	if (order && (await readText(source, label, order, signal)) === 'big') {
		throw new CompileError('unsupported', `${label}: its numbers are big-endian`);
	}
	// 2. The pickle says which tensors there are.
	const begin = await findContents(source, label, pickled, signal);
	const what = 'its pickle';
	const pickle = await readBytes(source, label, what, begin, begin + pickled.bytes, signal);
	const tensors = flattenTensors(unpickle(pickle, torchInterpreter(label), label), label);
	// 3. Every tensor must lie in its storage.
	const entries = [...tensors].map(([name, tensor]) => {
		const member = byName.get(`${root}data/${tensor.storage.key}`);
		if (!member) {
			throw new CompileError('damaged', `${label}: the storage of ${name} is not in the archive`);
		}
		return placeTensor(name, tensor, member, label);
	});
	entries.sort((a, b) => a.position - b.position);
	return checkpointOf(source, label, entries);
}

async function readText(
	source: ByteSource,
	label: string,
	member: ZipMember,
	signal?: AbortSignal,
): Promise<string> {
	const begin = await findContents(source, label, member, signal);
	const end = begin + Math.min(member.bytes, 16);
	return new TextDecoder().decode(await readBytes(source, label, member.name, begin, end, signal));
}

function placeTensor(
	name: string,
	{ storage, dtype, offset, shape, strides }: StoredTensor,
	member: ZipMember,
	label: string,
): Entry {
	const what = `${label}: ${name.slice(0, 80)}`;
	const count = checkShape(shape, what);
	checkShape([offset, ...strides], `${what}: offset and strides`);
	const dims = shape as number[];
	const steps = strides as number[];
	const first = offset as number;
	if (steps.length !== dims.length) {
		const found = `${listNumbers(dims)} with strides ${listNumbers(steps)}`;
		throw new CompileError('damaged', `${what} is ${found}`);
	}
	const size = DTYPE_BYTES[dtype];
	const bytes =
		storage.dtype === 'bytes' ? storage.length : storage.length * DTYPE_BYTES[storage.dtype];
	if (bytes !== member.bytes) {
		throw new CompileError('damaged', `${what}: ${member.bytes} bytes for a storage of ${bytes}`);
	}
	if (first + span(dims, steps) > bytes / size) {
		const message = `${what} ${listNumbers(dims)} reaches beyond its storage of ${bytes} bytes`;
		throw new CompileError('damaged', message);
	}
	// An expanded tensor repeats few elements without end: only those of the storage are ever allocated.
	if (count > bytes / size) {
		throw new CompileError('unsupported', `${what} ${listNumbers(dims)} repeats its elements`);
	}
	const position = member.header + first * size;
	return { name, shape: dims, dtype, position, member, offset: first, strides: steps };
}

/** Elements from the first to the last one. */
function span(dims: readonly number[], strides: readonly number[]): number {
	if (dims.includes(0)) return 0;
	return 1 + dims.reduce((sum, dim, axis) => sum + (dim - 1) * strides[axis], 0);
}

function checkpointOf(source: ByteSource, label: string, entries: readonly Entry[]): Checkpoint {
	const byName = new Map(entries.map((entry) => [entry.name, entry]));
	const contents = new Map<ZipMember, Promise<number>>();
	const find = (member: ZipMember, signal?: AbortSignal) => {
		const found = contents.get(member) ?? findContents(source, label, member, signal);
		contents.set(member, found);
		found.catch(() => contents.delete(member));
		return found;
	};
	return {
		label,
		names: () => [...byName.keys()],
		info: (name) => byName.get(name),
		async read(name, rows, signal) {
			const entry = byName.get(name);
			if (!entry) throw new CompileError('missing', `${label}: no tensor ${name}`);
			const { begin, end } = valueRange(entry, rows);
			const begins = await find(entry.member, signal);
			const block = rows ? sliceRows(entry, rows) : entry;
			// The elements between the first and the last one, which are all where it is contiguous.
			const length = end > begin ? span(block.shape, block.strides) : 0;
			checkReadable(length, name);
			const size = DTYPE_BYTES[entry.dtype];
			const from = begins + block.offset * size;
			const bytes = await readBytes(source, label, name, from, from + length * size, signal);
			const values = decodeValues(bytes, entry.dtype);
			return isContiguous(block) ? values : gather(values, block.shape, block.strides);
		},
	};
}

type Block = Pick<Entry, 'shape' | 'strides' | 'offset'>;

function sliceRows({ shape, strides, offset }: Entry, { begin, end }: Rows): Block {
	return {
		shape: [end - begin, ...shape.slice(1)],
		strides,
		offset: offset + begin * (strides[0] ?? 0),
	};
}

/** Row-major without gaps; the stride of an axis of one element means nothing. */
function isContiguous({ shape, strides }: Block): boolean {
	return shape.every((dim, axis) => dim === 1 || strides[axis] === product(shape.slice(axis + 1)));
}

/** Brings strided elements into row-major order. */
function gather(
	source: Float32Array,
	shape: readonly number[],
	strides: readonly number[],
): Float32Array<ArrayBuffer> {
	const values = new Float32Array(product(shape));
	const index = shape.map(() => 0);
	let at = 0;
	for (let i = 0; i < values.length; i++) {
		values[i] = source[at];
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			at += strides[axis];
			if (++index[axis] < shape[axis]) break;
			at -= strides[axis] * shape[axis];
			index[axis] = 0;
		}
	}
	return values;
}
