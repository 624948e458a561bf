import type { Checkpoint, TensorInfo } from '../../src/lib/compiler/checkpoint';
import { CompileError } from '../../src/lib/compiler/error';
import { product } from '../../src/lib/compiler/graph/weight';

/** Numbers of a normal distribution, the same for the same seed. (Box-Muller over mulberry32) */
export function normal(seed: number): () => number {
	let state = seed;
	const uniform = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * A checkpoint of tensors with the given shapes and random values: weights of layers that keep the size of
 * what goes through, `norm` weights about 1, biases about 0.1.
 */
export function randomCheckpoint(
	shapes: Readonly<Record<string, readonly number[]>>,
	seed = 1,
): Checkpoint {
	const infos = new Map<string, TensorInfo>();
	const values = new Map<string, Float32Array<ArrayBuffer>>();
	const next = normal(seed);
	let position = 0;
	for (const [name, shape] of Object.entries(shapes)) {
		const deviation = shape.length > 1 ? product(shape.slice(1)) ** -0.5 : 0.1;
		const mean = shape.length === 1 && name.endsWith('.weight') ? 1 : 0;
		const data = new Float32Array(product(shape)).map(() => mean + deviation * next());
		infos.set(name, { name, shape, dtype: 'F32', position });
		values.set(name, data);
		position += data.byteLength;
	}
	return {
		label: 'random',
		names: () => [...infos.keys()],
		info: (name) => infos.get(name),
		async read(name, rows) {
			const data = values.get(name);
			if (!data) throw new CompileError('missing', `random: no tensor ${name}`);
			const stride = data.length / (infos.get(name)!.shape[0] ?? 1);
			return rows ? data.slice(rows.begin * stride, rows.end * stride) : data.slice();
		},
	};
}
