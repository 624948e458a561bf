import type { StyleId } from '$lib/domain/recipe';
import { scoreOf } from './calibration';
import measured from './slider-effect.json';

/** Mean cosines of the built-in descriptor on some people, in the order of `positions`. */
interface Measured {
	readonly positions: readonly number[];
	readonly people: number;
	readonly styles: Readonly<Partial<Record<StyleId, readonly number[]>>>;
}

/** What to expect of the likeness slider of an instant style. */
export interface SliderEffect {
	/** 0..100 */
	readonly likeness: number;
	/** On whom it was measured. */
	readonly people: number;
}

/**
 * What bench/likeness-slider.ts measured at a place of the slider, linear between the places where it looked; null for
 * a style that was not measured.
 * @param position 0 (all style) .. 1 (most alike) @throws RangeError beyond
 */
export function sliderEffect(
	style: StyleId,
	position: number,
	{ positions, people, styles }: Measured = measured,
): SliderEffect | null {
	if (!(position >= 0 && position <= 1)) throw new RangeError(`a slider at ${position}`);
	const cosines = styles[style];
	if (!cosines) return null;
	const above = Math.max(
		1,
		positions.findIndex((place) => place >= position),
	);
	const [from, to] = [positions[above - 1], positions[above]];
	const part = (position - from) / (to - from);
	const cosine = cosines[above - 1] + part * (cosines[above] - cosines[above - 1]);
	return { likeness: scoreOf(cosine), people };
}
