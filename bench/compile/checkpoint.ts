/** A full-size checkpoint of random numbers, for measurements that need no meaning. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { encodeHalves } from '../../src/lib/onnx/half';

const MANIFESTS = path.resolve(
	import.meta.dirname,
	'../../tests/fixtures/golden/full_size_manifests.json',
);
const PIECE_VALUES = 2 ** 21;

type Shapes = Readonly<Record<string, readonly number[]>>;

export function manifestShapes(name: string): Shapes {
	const all = JSON.parse(readFileSync(MANIFESTS, 'utf8')) as Readonly<Record<string, Shapes>>;
	return all[name];
}

/**
 * Writes a safetensors file of halves: weights with a spread that keeps activations in range, norms that change
 * nothing, biases of zero. The same seed gives the same file. @returns its bytes
 */
export function writeCheckpoint(file: string, shapes: Shapes, seed: number): number {
	let offset = 0;
	const header: Record<string, unknown> = {};
	for (const [name, shape] of Object.entries(shapes)) {
		const end = offset + 2 * product(shape);
		header[name] = { dtype: 'F16', shape, data_offsets: [offset, end] };
		offset = end;
	}
	const json = Buffer.from(JSON.stringify(header));
	const text = Buffer.concat([json, Buffer.alloc(-json.length & 7, ' ')]);
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(text.length));
	const out = openSync(file, 'w');
	writeSync(out, length);
	writeSync(out, text);
	const random = xorshift(seed);
	for (const [name, shape] of Object.entries(shapes)) {
		const meaning = halvesFor(name, shape);
		for (let left = product(shape); left > 0;) {
			const piece = new Uint16Array(Math.min(left, PIECE_VALUES));
			for (let i = 0; i < piece.length; i++) piece[i] = meaning[random() & 0xffff];
			writeSync(out, piece);
			left -= piece.length;
		}
	}
	closeSync(out);
	return 8 + text.length + offset;
}

/** What each of 65536 random numbers becomes: of a normal distribution, to look like weights when quantised. */
function halvesFor(name: string, shape: readonly number[]): Uint16Array {
	const norm = /norm\d?\.weight$|norm_out\.weight$/.test(name);
	const spread = shape.length > 1 ? product(shape.slice(1)) ** -0.5 : 0;
	const random = xorshift(1);
	const uniform = () => (random() + 0.5) / 2 ** 32;
	const values = Float32Array.from({ length: 2 ** 16 }, () => {
		if (shape.length === 1) return norm ? 1 : 0;
		return spread * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
	});
	return new Uint16Array(encodeHalves(values).slice().buffer);
}

/** Marsaglia's xorshift of 32 bits. */
function xorshift(seed: number): () => number {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>>= 0);
	};
}

function product(shape: readonly number[]): number {
	return shape.reduce((a, b) => a * b, 1);
}
