import type { Point } from '$lib/domain/geometry';
import type { HeadMeasure, IdSubject, SquareMask } from '$lib/domain/id-photo';
import { sampleMask } from '$lib/matte/wide-mask';
import { headFrame, toHead, toPhoto, type HeadFrame } from './head-frame';
import { CHIN, FOREHEAD, LEFT_IRIS, RIGHT_IRIS, SIDES, pointOf } from './mesh';

/** The head's top is looked for this far to either side of its axis, in face widths. */
const REACH = 0.4;
/** Columns that are searched. */
const COLUMNS = 33;
/** Steps upwards, in face heights. */
const STEP = 1 / 160;
/** Hair ends where the mask stays below a half for this long, in face heights. */
const GAP = 0.05;
/** No head is taller than this above the eyes, in face heights: what goes on is not its own. */
const TALLEST = 1.6;
/** The share of columns that reach as high as the crown: single strands stand higher. */
const STRANDS = 0.06;

/**
 * Measures a head in its photo.
 * @param mask of the person, already without other people (matte/coarse-mask)
 */
export function measureHead({ landmarks, pose, photo }: IdSubject, mask: SquareMask): HeadMeasure {
	// 1. Eyes, chin and face from mesh and irises.
	const rightPupil = pointOf(landmarks, RIGHT_IRIS);
	const leftPupil = pointOf(landmarks, LEFT_IRIS);
	const eyes = { x: (rightPupil.x + leftPupil.x) / 2, y: (rightPupil.y + leftPupil.y) / 2 };
	const frame = headFrame(eyes, pose.roll);
	const chin = toHead(frame, pointOf(landmarks, CHIN));
	const forehead = toHead(frame, pointOf(landmarks, FOREHEAD));
	const widths = SIDES.map(
		([right, left]) =>
			toHead(frame, pointOf(landmarks, left)).x - toHead(frame, pointOf(landmarks, right)).x,
	);
	const faceWidth = Math.max(...widths);
	// 2. The crown: up from the forehead, column by column, to where the hair ends.
	const { height, cut } = crownHeight(frame, mask, photo, {
		from: -forehead.y,
		middle: forehead.x / 2,
		faceWidth,
		faceHeight: chin.y - forehead.y,
	});
	return {
		crown: toPhoto(frame, 0, -height),
		crownCut: cut,
		chin: toPhoto(frame, 0, chin.y),
		eyes,
		leftPupil,
		rightPupil,
		faceWidth,
		roll: pose.roll,
		yaw: pose.yaw,
		pitch: pose.pitch,
	};
}

/** How far the head reaches above the eyes, along its axis. */
function crownHeight(
	frame: HeadFrame,
	mask: SquareMask,
	photo: IdSubject['photo'],
	face: { from: number; middle: number; faceWidth: number; faceHeight: number },
): { height: number; cut: boolean } {
	const step = STEP * face.faceHeight;
	const tops: { top: number; cut: boolean }[] = [];
	for (let i = 0; i < COLUMNS; i++) {
		const u = face.middle + ((2 * i) / (COLUMNS - 1) - 1) * REACH * face.faceWidth;
		let top = 0.6 * face.from;
		let previous = 1;
		let cut = false;
		for (let v = top; v < TALLEST * face.faceHeight; v += step) {
			const point = toPhoto(frame, u, -v);
			if (outside(point, photo)) {
				// Hair that is there up to the border goes on behind it.
				cut = v - top < 2 * step;
				break;
			}
			const value = sampleMask(mask, point.x, point.y);
			if (value >= 0.5) top = v;
			else if (previous >= 0.5) top = v - step * ((0.5 - value) / (previous - value));
			else if (v - top > GAP * face.faceHeight) break;
			previous = value;
		}
		tops.push({ top, cut });
	}
	tops.sort((a, b) => b.top - a.top);
	const { top } = tops[Math.floor(STRANDS * tops.length)];
	// Photo borders cut a head where the highest columns end at them.
	const cut = tops.slice(0, Math.ceil(tops.length / 4)).some((column) => column.cut);
	return { height: top, cut };
}

function outside({ x, y }: Point, { width, height }: IdSubject['photo']): boolean {
	return x < 0 || y < 0 || x > width || y > height;
}
