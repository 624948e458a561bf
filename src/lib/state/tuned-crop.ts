import type { Portrait } from '$lib/domain/face';
import type { DrawnPicture } from './result.svelte';

const FOREHEAD = 10;
const CHIN = 152;

/** Side of a drawn picture in mesh heights, the measure of Tuning.crop; null while nothing is drawn. */
export function cropOf(
	drawn: Pick<DrawnPicture, 'side' | 'fromPortrait'> | null,
	{ landmarks }: Pick<Portrait, 'landmarks'>,
): number | null {
	if (!drawn) return null;
	const meshHeight = Math.hypot(
		landmarks[3 * FOREHEAD] - landmarks[3 * CHIN],
		landmarks[3 * FOREHEAD + 1] - landmarks[3 * CHIN + 1],
	);
	return drawn.side / (Math.abs(drawn.fromPortrait[0]) * meshHeight);
}
