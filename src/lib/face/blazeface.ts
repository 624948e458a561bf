import type { Point } from '$lib/domain/geometry';

/** A detection in pixels of the network's square input. */
export interface RawDetection {
	/** 0..1. */
	readonly score: number;
	readonly centre: Point;
	readonly width: number;
	readonly height: number;
	/** Right eye, left eye, nose tip, mouth, right ear, left ear: the person's own right and left. */
	readonly keypoints: readonly Point[];
}

/** Numbers of one detection: box (x, y, width, height), then six key points. */
const VALUES = 16;
/** Feature maps of the 256 px network, in the order of its anchors. */
const MAPS = [
	{ cells: 16, anchors: 2 },
	{ cells: 8, anchors: 6 },
] as const;

/** Anchor centres in input pixels, x and y alternating: 896 for an input of 256. */
export function anchorCentres(size: number): Float32Array {
	const centres: number[] = [];
	for (const { cells, anchors } of MAPS) {
		const stride = size / cells;
		for (let y = 0; y < cells; y++)
			for (let x = 0; x < cells; x++)
				for (let n = 0; n < anchors; n++) centres.push(stride * (x + 0.5), stride * (y + 0.5));
	}
	return new Float32Array(centres);
}

/**
 * All detections, not yet suppressed.
 * @param logits one number per anchor
 * @param values VALUES numbers per anchor, offsets from its centre in input pixels
 * @param anchors x and y of each anchor
 */
export function decodeDetections(
	logits: Float32Array,
	values: Float32Array,
	anchors: Float32Array,
	minScore: number,
): RawDetection[] {
	const minLogit = Math.log(minScore / (1 - minScore));
	const found: RawDetection[] = [];
	for (let i = 0; i < logits.length; i++) {
		if (logits[i] < minLogit) continue;
		const ax = anchors[2 * i];
		const ay = anchors[2 * i + 1];
		const v = values.subarray(i * VALUES, (i + 1) * VALUES);
		const keypoints: Point[] = [];
		for (let k = 4; k < VALUES; k += 2) keypoints.push({ x: ax + v[k], y: ay + v[k + 1] });
		found.push({
			score: 1 / (1 + Math.exp(-logits[i])),
			centre: { x: ax + v[0], y: ay + v[1] },
			width: v[2],
			height: v[3],
			keypoints,
		});
	}
	return found;
}
