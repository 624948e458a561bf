import type { CpuPlane } from '$lib/compute/kernel';
import { smoothstep } from '$lib/compute/pointwise';
import type { Box, Point } from '$lib/domain/geometry';

/** A person as far as a face tells: an ellipse for head and hair, shoulders that widen below the chin. */
interface Figure {
	readonly centre: Point;
	/** Of the face with its forehead, in pixels. */
	readonly width: number;
	readonly height: number;
	readonly chin: number;
}

/**
 * Removes the people around the other faces from a mask: a pixel goes when it lies in or close to another's
 * figure and rather there than in this one's. Where both claim it, the lower face is taken to be in front.
 * @param oval this person's face, 0..1: never touched
 * @param ovalPoints its outline, in pixels of the mask
 * @param others boxes of the other faces (brows to chin), in pixels of the mask
 */
export function withoutOthers(
	person: CpuPlane,
	oval: CpuPlane,
	ovalPoints: readonly Point[],
	others: readonly Box[],
): CpuPlane {
	if (others.length === 0) return person;
	const size = person.width;
	const own = figureOf(ovalPoints);
	// 1. In a crowd nothing stands out far beside or above the own head: heads behind have no box at times.
	const data = person.data.map((value, i) => {
		const y = Math.floor(i / size) + 0.5;
		if (y >= own.chin) return value;
		return value * (1 - smoothstep(1.15, 1.35, reach(own, (i % size) + 0.5, y)));
	});
	// 2. What is nearer to another.
	for (const box of others) {
		const other = figureOfBox(box);
		const behind = other.chin < own.chin ? IN_FRONT : 1 / IN_FRONT;
		for (let i = 0; i < data.length; i++) {
			const x = (i % size) + 0.5;
			const y = Math.floor(i / size) + 0.5;
			const theirs = reach(other, x, y);
			if (theirs >= BEYOND) continue;
			// Soft, so that the cut has no staircase.
			const keep = (theirs * behind - reach(own, x, y)) * 8 + 0.5;
			data[i] *= Math.min(Math.max(keep, oval.data[i], 0), 1);
		}
	}
	return { ...person, data };
}

/** Hair and hands stand out of the figure as far as this. */
const BEYOND = 1.4;
/** A figure in front wins against one behind that is this much nearer. */
const IN_FRONT = 1.3;
/** Half axes of head and hair in face widths and heights, and how far their centre is above the face's. */
const HEAD = { x: 0.85, y: 0.82, up: 0.14 };
/** Half the width of the body, in face widths: at the chin, and a face height below. */
const BODY = { chin: 0.6, shoulders: 1.5 };

/** 0 on the figure's axis, 1 at its border, more outside. */
function reach({ centre, width, height, chin }: Figure, x: number, y: number): number {
	const dx = Math.abs(x - centre.x) / width;
	const dy = (y - centre.y) / height + HEAD.up;
	const head = Math.hypot(dx / HEAD.x, dy / HEAD.y);
	if (y < chin) return head;
	const down = Math.min((y - chin) / height, 1);
	return Math.min(head, dx / (BODY.chin + (BODY.shoulders - BODY.chin) * down));
}

function figureOf(oval: readonly Point[]): Figure {
	const xs = oval.map(({ x }) => x);
	const ys = oval.map(({ y }) => y);
	const [left, right] = [Math.min(...xs), Math.max(...xs)];
	const [top, chin] = [Math.min(...ys), Math.max(...ys)];
	return {
		centre: { x: (left + right) / 2, y: (top + chin) / 2 },
		width: right - left,
		height: chin - top,
		chin,
	};
}

/** A detector's box begins at the brows: the forehead is a third of it more. */
function figureOfBox({ x, y, width, height }: Box): Figure {
	const forehead = height / 3;
	return {
		centre: { x: x + width / 2, y: y + (height - forehead) / 2 },
		width,
		height: height + forehead,
		chin: y + height,
	};
}
