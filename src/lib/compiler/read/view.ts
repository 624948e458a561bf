import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';

/** A tensor of another checkpoint under a canonical name. */
export interface Renamed {
	readonly source: string;
	/** Where the file has another shape of as many values: a 1x1 convolution for a matrix. */
	readonly shape?: readonly number[];
}

/** From all names of a model, the canonical name of each; undefined for what the canonical class has not. */
export type Rename = (names: readonly string[]) => (name: string) => string | undefined;

/**
 * A part of a checkpoint under other names, in the order of the file. Nothing is copied.
 * @param entries by canonical name
 */
export function renamedView(
	base: Checkpoint,
	label: string,
	entries: ReadonlyMap<string, Renamed>,
): Checkpoint {
	const position = (name: string) => base.info(entries.get(name)!.source)!.position;
	const names = [...entries.keys()].sort((a, b) => position(a) - position(b));
	return {
		label,
		names: () => names,
		info(name) {
			const entry = entries.get(name);
			const info = entry && base.info(entry.source);
			return info && { ...info, name, shape: entry.shape ?? info.shape };
		},
		async read(name, rows, signal) {
			const entry = entries.get(name);
			if (!entry) throw new CompileError('missing', `${label}: no tensor ${name}`);
			return base.read(entry.source, rows, signal);
		},
	};
}
