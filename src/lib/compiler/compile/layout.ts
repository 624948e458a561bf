import type { PlannedWeight } from '../graph/weight';
import type { PackModel } from './model';

/** Weight files stay below this: one ArrayBuffer holds at most 2 GB, and smaller ones load in less memory. */
const SHARD_BYTES = 2 ** 30;
/** Of every constant in a shard, so that it can be viewed in place as any element type. */
const ALIGNMENT = 64;

/** Where the bytes of a constant go. */
export interface Placement {
	readonly file: string;
	readonly offset: number;
}

/** A weight of a family, in its place. */
export interface PlacedWeight {
	readonly model: PackModel;
	readonly weight: PlannedWeight;
	/** Of each constant. */
	readonly placements: readonly Placement[];
}

/** Appends weights to the shards `<family>.<n>.bin`. A weight never spans two of them. */
export class Shards {
	readonly #ends = new Map<string, { index: number; end: number }>();

	place(model: PackModel, weight: PlannedWeight): PlacedWeight {
		const last = this.#ends.get(model.family) ?? { index: 0, end: 0 };
		const bytes = weight.constants.reduce((sum, constant) => aligned(sum) + constant.bytes, 0);
		const fits = last.end === 0 || aligned(last.end) + bytes <= SHARD_BYTES;
		const index = fits ? last.index : last.index + 1;
		let end = fits ? last.end : 0;
		const file = `${model.family}.${index}.bin`;
		const placements = weight.constants.map((constant) => {
			const offset = aligned(end);
			end = offset + constant.bytes;
			return { file, offset };
		});
		this.#ends.set(model.family, { index, end });
		return { model, weight, placements };
	}
}

function aligned(offset: number): number {
	return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
