import type { IdSubject } from '../../../src/lib/domain/id-photo';
import type { Pixels } from '../../../src/lib/image/warp';
import { drawnPortrait } from '../../../src/lib/instant/drawn-portrait';
import { LEFT_IRIS, RIGHT_IRIS } from '../../../src/lib/idphoto/mesh';

/** Where the drawn person's head is, in shares of the side (instant/drawn-portrait.ts). */
export const DRAWN = { crown: 0.17, chin: 0.695, eyes: 0.43, middle: 0.47 } as const;

/** A drawn person as the face worker would tell of them: no network is needed. */
export function drawnSubject(side: number): { photo: Pixels; subject: IdSubject } {
	const { rgba, landmarks, mask } = drawnPortrait(side);
	for (const [iris, x] of [
		[RIGHT_IRIS, DRAWN.middle - 0.07],
		[LEFT_IRIS, DRAWN.middle + 0.07],
	] as const)
		landmarks.set([x * side, DRAWN.eyes * side, 0], 3 * iris);
	return {
		photo: { width: side, height: side, data: rgba },
		subject: {
			photo: { width: side, height: side },
			landmarks,
			pose: { roll: 0, yaw: 0, pitch: 0 },
			others: [],
			masks: [{ square: { x: 0, y: 0, width: side, height: side }, ...mask }],
		},
	};
}
