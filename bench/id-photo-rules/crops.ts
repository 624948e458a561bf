import type { HeadMeasure, IdSpec } from '../../src/lib/domain/id-photo';
import { geometryOf } from '../../src/lib/idphoto/picture-geometry';
import { placeCrop } from '../../src/lib/idphoto/place';

export interface CropRow {
	readonly file: string;
	readonly spec: string;
	/** By how much the worst rule is missed, share of the picture's height. */
	readonly off: number;
	/** That rule. */
	readonly rule: string;
	/** Whether the placement names it. */
	readonly said: boolean;
}

/** One head with every document. */
export function cropRows(
	file: string,
	head: HeadMeasure,
	photo: { readonly width: number; readonly height: number },
	specs: readonly IdSpec[],
): CropRow[] {
	return specs.map((spec) => {
		const { toPicture, shortfalls } = placeCrop(head, spec, photo);
		const geometry = geometryOf(head, toPicture, spec.px, photo);
		const below = spec.below === null ? null : ([spec.below, 1] as const);
		const misses = (
			[
				['head-height', geometry.head, spec.head],
				['face-width', geometry.faceWidth, spec.faceWidth],
				['eye-line', geometry.eyes, spec.eyes],
				['top-margin', geometry.top, spec.top],
				['chin-margin', geometry.below, below],
			] as const
		).map(([rule, value, range]) => {
			const off = range ? Math.max(range[0] - value, value - range[1], 0) : 0;
			return { rule, off };
		});
		const worst = misses.reduce((a, b) => (b.off > a.off ? b : a));
		const said = shortfalls.some(({ rule }) => rule === worst.rule);
		return { file, spec: spec.id, off: Number(worst.off.toFixed(4)), rule: worst.rule, said };
	});
}
