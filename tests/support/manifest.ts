import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import { product } from '../../src/lib/compiler/graph/weight';
import { readFixture } from './golden';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** A published checkpoint of full size: names and shapes of its tensors, but no values. */
export async function manifest(name: string): Promise<Checkpoint> {
	const json = new TextDecoder().decode(await readFixture('full_size_manifests.json'));
	const shapes = (JSON.parse(json) as Readonly<Record<string, Shapes>>)[name];
	return headersOnly(name, shapes);
}

export function headersOnly(label: string, shapes: Shapes): Checkpoint {
	let position = 0;
	const infos = new Map(
		Object.entries(shapes).map(([name, shape]) => {
			const info = { name, shape, dtype: 'F16', position } as const;
			position += 2 * product(shape);
			return [name, info];
		}),
	);
	return {
		label,
		names: () => [...infos.keys()],
		info: (name) => infos.get(name),
		read: (name) => Promise.reject(new Error(`${label} has no values, ${name} was read`)),
	};
}

/** How many values the named tensors hold. */
export function valuesOf(checkpoint: Checkpoint, names: readonly string[]): number {
	return names.reduce((sum, name) => sum + product(checkpoint.info(name)!.shape), 0);
}
