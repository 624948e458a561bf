import type { ReadTensor, Role, WeightSpec } from '../graph/weight';

/** Tensors one after the other, as a weight of its own. */
export function stacked(
	name: string,
	role: Role,
	dims: readonly number[],
	sources: readonly string[],
): WeightSpec {
	return { name, role, dims, sources, values: (read) => joined(sources, read) };
}

/** Tensors one after the other. */
export async function joined(names: readonly string[], read: ReadTensor): Promise<Float32Array> {
	const parts: Float32Array[] = [];
	for (const name of names) parts.push(await read(name));
	const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const part of parts) {
		all.set(part, offset);
		offset += part.length;
	}
	return all;
}
