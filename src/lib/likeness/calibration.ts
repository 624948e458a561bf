import type { Likeness } from '$lib/domain/recipe';
import measured from './calibration.json';

/** Knots (cosine, score): cosines strictly rising, scores never falling. */
export type Curve = readonly (readonly [number, number])[];

/**
 * The curve measured by tools/calibrate/likeness.ts. 50 is where a picture is as likely to show the
 * same person as another one, when both are equally likely beforehand.
 */
export const CALIBRATION: Curve = measured.curve as unknown as Curve;

/** Score 0..100 of a cosine: linear between knots, flat beyond the outer ones. */
export function scoreOf(cosine: number, curve: Curve = CALIBRATION): number {
	if (Number.isNaN(cosine)) throw new RangeError('A likeness needs a number.');
	const above = curve.findIndex(([c]) => cosine <= c);
	if (above === 0) return curve[0][1];
	if (above === -1) return curve.at(-1)![1];
	const [c0, s0] = curve[above - 1];
	const [c1, s1] = curve[above];
	return s0 + ((cosine - c0) / (c1 - c0)) * (s1 - s0);
}

/**
 * The likeness that a result carries.
 * @param meaningful false for styles in which a face network cannot see what people see
 */
export function likenessOf(cosine: number, meaningful: boolean): Likeness {
	return { score: scoreOf(cosine), cosine, meaningful };
}
