import type { Point } from '$lib/domain/geometry';

/** Points of the mesh by what they mean; right and left are the person's own. */
export const FOREHEAD = 10;
export const CHIN = 152;
export const RIGHT_IRIS = 468;
export const LEFT_IRIS = 473;
/** Widest at the cheekbones or the jaw: pairs (right, left) of the face's sides, ears not counted. */
export const SIDES: readonly (readonly [number, number])[] = [
	[127, 356],
	[234, 454],
	[93, 323],
	[132, 361],
];

/** One eye: its corners, and pairs of points on the upper and the lower lid. */
export interface EyePoints {
	readonly outer: number;
	readonly inner: number;
	readonly lids: readonly (readonly [upper: number, lower: number])[];
	readonly iris: number;
	/** From the fold of the upper lid to below the lower: what a lens of glasses covers at least. */
	readonly area: readonly number[];
	/** The opening between the lids. */
	readonly opening: readonly number[];
	/** Skin between brow and eye, where strands of hair show. */
	readonly lid: readonly number[];
	/** Skin between lower lid, nose and the corner of the mouth. */
	readonly cheek: readonly number[];
}

export const RIGHT_EYE: EyePoints = {
	outer: 33,
	inner: 133,
	lids: [
		[160, 144],
		[159, 145],
		[158, 153],
	],
	iris: RIGHT_IRIS,
	area: [226, 31, 228, 229, 230, 231, 232, 233, 244, 189, 221, 222, 223, 224, 225, 113],
	opening: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
	lid: [247, 30, 29, 27, 28, 56, 190, 189, 221, 222, 223, 224, 225, 113],
	cheek: [117, 118, 101, 36, 205, 187, 123],
};
export const LEFT_EYE: EyePoints = {
	outer: 263,
	inner: 362,
	lids: [
		[387, 373],
		[386, 374],
		[385, 380],
	],
	iris: LEFT_IRIS,
	area: [446, 261, 448, 449, 450, 451, 452, 453, 464, 413, 441, 442, 443, 444, 445, 342],
	opening: [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
	lid: [467, 260, 259, 257, 258, 286, 414, 413, 441, 442, 443, 444, 445, 342],
	cheek: [346, 347, 330, 266, 425, 411, 352],
};
export const EYES = [RIGHT_EYE, LEFT_EYE] as const;

/** Skin above the brows. */
export const BROW_SKIN = [66, 69, 108, 151, 337, 299, 296, 336, 9, 107] as const;
/** The inner edges of the lips, and the inner corners of the mouth. */
export const LIP_GAP = [13, 14] as const;
export const MOUTH_CORNERS = [78, 308] as const;

/** The outlines of the lips: where they meet the skin, and where they meet each other. */
export const LIPS_OUTER = [
	61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
] as const;
export const LIPS_INNER = [
	78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
] as const;

/** A landmark as a point. */
export function pointOf(landmarks: Float32Array, index: number): Point {
	return { x: landmarks[3 * index], y: landmarks[3 * index + 1] };
}

export function distance(a: Point, b: Point): number {
	return Math.hypot(a.x - b.x, a.y - b.y);
}
