import { CompileError } from '../error';
import type { PlannedWeight } from '../graph/weight';
import type { FilePart, PackModel } from './model';

/** A weight and the place in the files that it waits for. */
export interface OrderedWeight {
	readonly model: PackModel;
	readonly weight: PlannedWeight;
	/** First tensor that it takes from each file that is read in order. */
	readonly needs: readonly { readonly file: number; readonly position: number }[];
}

/**
 * All weights of all models, equal ones of a family once, in the order in which their last source tensor comes
 * in the files, so that a file passes once. Weights whose tensors are in no file that is read in order come last.
 */
export function orderWeights(models: readonly PackModel[]): OrderedWeight[] {
	const families = new Map<string, Map<string, PlannedWeight>>();
	const found: (OrderedWeight & { readonly last: { file: number; position: number } })[] = [];
	for (const model of models) {
		const known = families.get(model.family) ?? new Map<string, PlannedWeight>();
		families.set(model.family, known);
		for (const weight of model.weights) {
			const same = known.get(weight.spec.name);
			if (same) {
				checkSame(same, weight, model);
				continue;
			}
			known.set(weight.spec.name, weight);
			const positions = locate(weight, model.parts);
			found.push({
				model,
				weight,
				needs: positions.map(({ file, first }) => ({ file, position: first })),
				last: {
					file: positions.at(-1)?.file ?? Infinity,
					position: positions.at(-1)?.last ?? 0,
				},
			});
		}
	}
	return found.sort(
		(a, b) => compare(a.last.file, b.last.file) || a.last.position - b.last.position,
	);
}

/** First and last source tensor of a weight in every file, in the order of files. */
function locate(weight: PlannedWeight, parts: readonly FilePart[]) {
	const files = new Map<number, { first: number; last: number }>();
	for (const { file, checkpoint } of parts) {
		for (const source of weight.spec.sources) {
			const info = checkpoint.info(source);
			if (!info) continue;
			const range = files.get(file) ?? { first: info.position, last: info.position };
			files.set(file, {
				first: Math.min(range.first, info.position),
				last: Math.max(range.last, info.position),
			});
		}
	}
	return [...files].map(([file, range]) => ({ file, ...range })).sort((a, b) => a.file - b.file);
}

function checkSame(a: PlannedWeight, b: PlannedWeight, { name }: PackModel): void {
	const form = ({ constants, spec }: PlannedWeight) => JSON.stringify([constants, spec.sources]);
	if (form(a) === form(b)) return;
	const message = `${name}: ${b.spec.name} is stored in another form than in a model that shares it`;
	throw new CompileError('unsupported', message);
}

/** Infinity equals itself. */
function compare(a: number, b: number): number {
	return a === b ? 0 : a - b;
}
