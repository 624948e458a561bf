import type { GeneratedRecipe } from '$lib/domain/generated';
import type { PipelineSettings } from './settings';

/** Most steps of a recipe, and the strongest face. */
const MOST_STEPS = 50;
const MOST_IDENTITY = 1.5;
const MOST_GUIDANCE = 30;

/**
 * Refuses what a pack cannot draw, before anything is computed.
 * @param structure whether there is a picture to begin with
 * @throws RangeError that says what is wrong
 */
export function checkRecipe(
	recipe: GeneratedRecipe,
	{ sizes }: Pick<PipelineSettings, 'sizes'>,
	structure: boolean,
): void {
	const { width, height, steps, strength, guidance, identityScale } = recipe;
	for (const side of [width, height]) {
		if (side % sizes.step !== 0 || side < sizes.least || side > sizes.most) {
			const range = `${sizes.least} to ${sizes.most} in steps of ${sizes.step}`;
			throw new RangeError(`a side of ${side} pixels, of ${range}`);
		}
	}
	if (!Number.isInteger(steps) || !within(steps, 1, MOST_STEPS)) {
		throw new RangeError(`${steps} steps, of 1 to ${MOST_STEPS}`);
	}
	if (!within(strength, 0, 1)) throw new RangeError(`a strength of ${strength}, of 0 to 1`);
	if (strength < 1 && !structure) {
		throw new RangeError(`a strength of ${strength} without a picture to begin with`);
	}
	if (!within(guidance, 0, MOST_GUIDANCE)) throw new RangeError(`a guidance of ${guidance}`);
	if (!within(identityScale, 0, MOST_IDENTITY)) {
		throw new RangeError(`an identity scale of ${identityScale}, of 0 to ${MOST_IDENTITY}`);
	}
}

/** Nothing is within what is no number. */
function within(value: number, least: number, most: number): boolean {
	return value >= least && value <= most;
}
