import type { Rows } from '../checkpoint';
import { Shards, type PlacedWeight } from './layout';
import { orderWeights, type OrderedWeight } from './order';
import type { PackModel } from './model';

/** Small weights share a step, so that committing costs little; a weight that is larger has a step of its own. */
export const STEP_BYTES = 8 * 2 ** 20;

/** A weight, or some rows of it, that a step computes. */
export interface StepPart extends PlacedWeight {
	/** Null: the whole weight. */
	readonly rows: Rows | null;
}

/** What is committed at once. */
export interface Step {
	readonly parts: readonly StepPart[];
	/** What each file grows by, padding included. */
	readonly writes: readonly {
		readonly file: string;
		readonly offset: number;
		readonly length: number;
	}[];
	/** Of each file, by its index: no later step reads below this position. */
	readonly release: ReadonlyMap<number, number>;
}

/**
 * Divides the weights of all models into steps. Nothing but headers is read.
 * @param fileSizes of the files that are read in order, by index
 */
export function planSteps(
	models: readonly PackModel[],
	fileSizes: ReadonlyMap<number, number>,
): Step[] {
	const shards = new Shards();
	const ends = new Map<string, number>();
	const steps: { parts: StepPart[]; needs: OrderedWeight['needs'][]; bytes: number }[] = [];
	for (const ordered of orderWeights(models)) {
		const placed = shards.place(ordered.model, ordered.weight);
		for (const rows of divide(placed)) {
			const bytes = partBytes(placed, rows);
			let step = steps.at(-1);
			if (!step || (step.bytes > 0 && step.bytes + bytes > STEP_BYTES)) {
				steps.push((step = { parts: [], needs: [], bytes: 0 }));
			}
			step.parts.push({ ...placed, rows });
			step.needs.push(ordered.needs);
			step.bytes += bytes;
		}
	}
	// From the end: what the steps after this one still need.
	const needed = new Map(fileSizes);
	const releases = steps.toReversed().map(({ needs }) => {
		const release = new Map(needed);
		for (const { file, position } of needs.flat()) {
			if (needed.has(file)) needed.set(file, Math.min(needed.get(file)!, position));
		}
		return release;
	});
	releases.reverse();
	return steps.map(({ parts }, i) => ({
		parts,
		writes: growth(parts, ends),
		release: releases[i],
	}));
}

/** Rows of one constant can be appended as they come; several constants lie one after the other, so they cannot. */
function divide({ weight: { spec, constants } }: PlacedWeight): (Rows | null)[] {
	const [count] = spec.dims;
	const whole = constants.reduce((sum, { bytes }) => sum + bytes, 0);
	if (!spec.byRows || constants.length > 1 || whole <= STEP_BYTES) return [null];
	const rows = Math.max(1, Math.floor((STEP_BYTES / whole) * count));
	return Array.from({ length: Math.ceil(count / rows) }, (_, i) => ({
		begin: i * rows,
		end: Math.min(count, (i + 1) * rows),
	}));
}

function partBytes({ weight: { spec, constants } }: PlacedWeight, rows: Rows | null): number {
	const whole = constants.reduce((sum, { bytes }) => sum + bytes, 0);
	return rows ? (whole / spec.dims[0]) * (rows.end - rows.begin) : whole;
}

/** What the files of the parts grow by, from where they ended. */
function growth(parts: readonly StepPart[], ends: Map<string, number>): Step['writes'] {
	const before = new Map<string, number>();
	for (const { weight, placements, rows } of parts) {
		weight.constants.forEach(({ bytes }, i) => {
			const { file, offset } = placements[i];
			if (!before.has(file)) before.set(file, ends.get(file) ?? 0);
			const done = rows ? (bytes / weight.spec.dims[0]) * rows.end : bytes;
			ends.set(file, offset + done);
		});
	}
	return [...before].map(([file, offset]) => ({ file, offset, length: ends.get(file)! - offset }));
}
