import { connectedComponents } from '$lib/compute/components';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { gaussian } from '$lib/compute/gaussian';
import { distanceTransform } from '$lib/compute/distance';
import type { CpuPlane } from '$lib/compute/kernel';
import { erode } from '$lib/compute/morphology';
import { fillPolygon, union } from '$lib/compute/polygon';
import { smoothstep } from '$lib/compute/pointwise';
import type { Box, Point } from '$lib/domain/geometry';
import { FACE_OVAL, meshPoints } from './face-oval';

/** The network's mask of one square crop, and what is known about the people in it, in crop pixels. */
export interface CoarseInput {
	/** Side of the crop that landmarks and boxes are measured in. */
	readonly side: number;
	/** Square, 0..1. */
	readonly mask: { readonly width: number; readonly height: number; readonly data: Float32Array };
	/** LANDMARKS x (x, y, z). */
	readonly landmarks: Float32Array;
	readonly others: readonly Box[];
}

/**
 * The mask at the network's own resolution with one person left: the face oval always belongs to it,
 * other people do not, and what is not connected with the nose goes.
 */
export function coarseMask({ side, mask, landmarks, others }: CoarseInput): CpuPlane {
	if (mask.width !== mask.height) throw new RangeError('coarseMask: the mask must be square');
	const executor = createCpuExecutor();
	const size = mask.width;
	const scale = size / side;
	// 1. The union with the face oval: networks lose faces in glare and under hats.
	const oval = fillPolygon(size, meshPoints(landmarks, FACE_OVAL, scale));
	const softOval = gaussian(executor, oval, size / 256) as CpuPlane;
	const clamped = mask.data.map((value) => Math.min(Math.max(value, 0), 1));
	const person = union({ width: size, height: size, channels: 1, data: clamped }, softOval);
	// 2. Without the others, as far as they are nearer to their own faces than to this one.
	const alone = withoutOthers(person, oval, meshPoints(landmarks, FACE_OVAL, scale), others, scale);
	// 3. What is certain and connected with the nose; a thin bridge is no connection.
	const eroded = erode(executor, alone, Math.max(Math.round(size / 192), 1)) as CpuPlane;
	const certain = Uint8Array.from(eroded.data, (value) => (value >= CERTAIN ? 1 : 0));
	const { labels } = connectedComponents(certain, size, size);
	const [nose] = meshPoints(landmarks, [NOSE_TIP], scale);
	const label = labels[pixelIndex(nose, size)];
	if (label === 0) return alone;
	// 4. Doubt is believed only as far as hair stands off: flags and curtains are flat fields of doubt.
	const elsewhere = Uint8Array.from(labels, (l) => (l === label ? 0 : 1));
	const distance = distanceTransform(elsewhere, size, size);
	const [near, far] = DOUBT_REACH.map((reach) => reach * size);
	return {
		...alone,
		data: alone.data.map((value, i) => value * (1 - smoothstep(near, far, distance[i]))),
	};
}

/** The network is this sure inside people, but not on what only looks like a part of them. */
const CERTAIN = 0.93;
/** From the first to the second distance off the certain part doubt fades, in sides. */
const DOUBT_REACH = [4 / 256, 8 / 256];
const NOSE_TIP = 1;
/** A person is this much larger than the box of the face, in both directions. */
const PERSON_PER_FACE = 2.2;

function pixelIndex({ x, y }: Point, size: number): number {
	const clamp = (v: number) => Math.min(Math.max(Math.floor(v), 0), size - 1);
	return clamp(y) * size + clamp(x);
}

/**
 * Removes the people around the other faces: a pixel goes when it lies within an other's head or the
 * column of body below it, and is nearer to that body's axis than to this one's, each measured in its
 * own face widths.
 */
function withoutOthers(
	person: CpuPlane,
	oval: CpuPlane,
	ovalPoints: readonly Point[],
	others: readonly Box[],
	scale: number,
): CpuPlane {
	if (others.length === 0) return person;
	const size = person.width;
	const xs = ovalPoints.map(({ x }) => x);
	const ys = ovalPoints.map(({ y }) => y);
	const own = {
		centre: (Math.min(...xs) + Math.max(...xs)) / 2,
		middle: (Math.min(...ys) + Math.max(...ys)) / 2,
		width: Math.max(...xs) - Math.min(...xs),
	};
	const data = person.data.slice();
	for (const box of others) {
		const other = {
			centre: (box.x + box.width / 2) * scale,
			middle: (box.y + box.height / 2) * scale,
			width: box.width * scale,
		};
		const reach = (PERSON_PER_FACE * other.width) / 2;
		for (let y = 0; y < size; y++) {
			for (let x = 0; x < size; x++) {
				const toOther = distanceToBody(x + 0.5, y + 0.5, other);
				if (toOther * other.width > reach) continue;
				const toOwn = distanceToBody(x + 0.5, y + 0.5, own);
				const i = y * size + x;
				// Soft over a tenth of a face width, so that the cut has no staircase.
				const keep = Math.min(Math.max((toOther - toOwn) * 10 + 0.5, oval.data[i]), 1);
				data[i] *= keep;
			}
		}
	}
	return { ...person, data };
}

/** Distance to the head's centre and the axis of the body below it, in face widths. */
function distanceToBody(
	x: number,
	y: number,
	{ centre, middle, width }: { centre: number; middle: number; width: number },
): number {
	return Math.hypot(x - centre, Math.min(y - middle, 0)) / width;
}
