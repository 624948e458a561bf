/**
 * The slider between style and likeness for generated pictures: one number moves how far a picture may leave the
 * photo and how strongly the face steers.
 */

/**
 * How the slider moves a style's own numbers, as factors of (1 - strength) and of identityScale at both ends; the
 * middle is the style's own. NOT MEASURED: no real weights have run here. The ends are taken from what the authors of
 * the parts recommend: diffusers' image-to-image draws with strength 0.8 unless told otherwise; its guide to
 * IP-Adapters calls a scale of 0.5 a balance between text and picture and 1.0 the picture alone. Around the styles' own
 * numbers that is a factor of about 0.6 and 1.3. A pack's own measurement should take their place.
 */
export const STEERING = {
	/** The picture stays near the photo's structure: hair, age, portraits. */
	close: { keep: [0.6, 1.35], identity: [0.7, 1.25] },
	/** Paintings, animation: both move. */
	even: { keep: [0.45, 1.5], identity: [0.6, 1.3] },
	/** Toys, pixels: structure stays the style's, the face steers. */
	free: { keep: [0.7, 1.2], identity: [0.55, 1.4] },
} as const;

export const CURVE_SHAPES = ['close', 'even', 'free'] as const;
export type CurveShape = (typeof CURVE_SHAPES)[number];

export interface Steering {
	/** 0.1..1 */
	readonly strength: number;
	/** 0..1.5 */
	readonly identityScale: number;
}

/**
 * What the slider makes of a style's own strength and identity scale: linear from each end to the middle, likeness
 * never falls as the slider rises.
 * @param likeness 0 (all style) .. 1 (most alike), 0.5 is the style's own
 * @throws RangeError when the slider is not within 0..1
 */
export function steer(
	own: { readonly strength: number; readonly identityScale: number; readonly curve: CurveShape },
	likeness: number,
): Steering {
	if (!(likeness >= 0 && likeness <= 1))
		throw new RangeError(`the slider ends at 0 and 1, not ${likeness}`);
	const { keep, identity } = STEERING[own.curve];
	const factor = ([low, high]: readonly [number, number]) =>
		likeness < 0.5 ? low + (1 - low) * 2 * likeness : 1 + (high - 1) * (2 * likeness - 1);
	return {
		strength: clamp(1 - (1 - own.strength) * factor(keep), 0.1, 1),
		identityScale: clamp(own.identityScale * factor(identity), 0, 1.5),
	};
}

function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}
