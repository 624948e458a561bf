import type { IdSubject } from '../../../src/lib/domain/id-photo';
import type { Pixels } from '../../../src/lib/image/warp';
import { drawnPortrait } from '../../../src/lib/instant/drawn-portrait';
import { BROW_SKIN, EYES, LEFT_IRIS, RIGHT_IRIS } from '../../../src/lib/idphoto/mesh';

/** Where the drawn person's head is, in shares of the side (instant/drawn-portrait.ts). */
export const DRAWN = { crown: 0.17, chin: 0.695, eyes: 0.43, middle: 0.47 } as const;

/** A drawn person as the face worker would tell of them: no network is needed. */
export function drawnSubject(side: number): { photo: Pixels; subject: IdSubject } {
	const { rgba, landmarks, mask } = drawnPortrait(side);
	const ring = (indices: readonly number[], dx: number, y: number, rx: number, ry: number) =>
		indices.forEach((index, i) => {
			const angle = (2 * Math.PI * i) / indices.length;
			const at = [DRAWN.middle + dx + rx * Math.cos(angle), y + ry * Math.sin(angle)];
			landmarks.set([at[0] * side, at[1] * side, 0], 3 * index);
		});
	ring(BROW_SKIN, 0, DRAWN.eyes - 0.09, 0.05, 0.02);
	EYES.forEach(({ area, cheek, lid }, i) => {
		const aside = i === 0 ? -0.07 : 0.07;
		ring(area, aside, DRAWN.eyes, 0.045, 0.03);
		ring(lid, aside, DRAWN.eyes - 0.025, 0.04, 0.008);
		ring(cheek, aside, DRAWN.eyes + 0.09, 0.03, 0.03);
	});
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
