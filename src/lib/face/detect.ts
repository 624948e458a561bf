import type { Box, Point } from '$lib/domain/geometry';
import { applyAffine, squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { anchorCentres, decodeDetections } from './blazeface';
import { DETECTOR, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import type { Roi } from './roi';
import { suppress } from './suppress';

/** What the detector takes for a face, in photo pixels. */
export interface Candidate {
	readonly score: number;
	readonly centre: Point;
	readonly side: number;
	/** Upright square around it. */
	readonly box: Box;
	readonly keypoints: readonly Point[];
	/** Its side as a share of the square that was searched. */
	readonly share: number;
}

const ANCHORS = anchorCentres(DETECTOR.size);
const MAX_OVERLAP = 0.3;
const MAX_CONTAINMENT = 0.7;

/** Searches one square of the photo, best first. What lies outside the photo is black. */
export async function detectIn(
	runtime: Runtime,
	reader: PhotoReader,
	square: Roi,
	minScore: number,
	signal?: AbortSignal,
): Promise<Candidate[]> {
	const toPhoto = squareToSource(square.centre, square.side, square.roll, DETECTOR.size);
	const picture = reader.warp(toPhoto, { ...DETECTOR, border: 'black' });
	const { scores, boxes } = await runNetwork(runtime, DETECTOR, picture, signal);
	const raw = decodeDetections(scores.data, boxes.data, ANCHORS, minScore);
	const scale = square.side / DETECTOR.size;
	const candidates = raw.map((detection): Candidate => {
		const centre = applyAffine(toPhoto, detection.centre.x, detection.centre.y);
		const side = Math.max(detection.width, detection.height) * scale;
		return {
			score: detection.score,
			centre,
			side,
			box: { x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side },
			keypoints: detection.keypoints.map(({ x, y }) => applyAffine(toPhoto, x, y)),
			share: side / square.side,
		};
	});
	return suppress(candidates, MAX_OVERLAP, MAX_CONTAINMENT);
}
