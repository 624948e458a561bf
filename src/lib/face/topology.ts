/**
 * Points of the 468-point mesh by what they mean. Right and left are the person's own: the right eye
 * lies on the left of the picture.
 */
export const FOREHEAD = 10;
export const CHIN = 152;
export const NOSE_TIP = 1;
export const RIGHT_EYE_OUTER = 33;
export const LEFT_EYE_OUTER = 263;
export const RIGHT_EYE_INNER = 133;
export const LEFT_EYE_INNER = 362;
export const LIP_TOP = 13;
export const LIP_BOTTOM = 14;
export const RIGHT_EAR = 234;
export const LEFT_EAR = 454;

/** The face's outline, clockwise in the picture from the forehead. */
export const OVAL: readonly number[] = [
	10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
	176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** Brows and the outline below them: what a face box encloses. */
export const BROWS_TO_CHIN: readonly number[] = [
	70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400,
	377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127,
];

/** From the upper lid's fold to below the lower lid: what a lens of glasses covers at least. */
export const RIGHT_EYE_AREA: readonly number[] = [
	226, 31, 228, 229, 230, 231, 232, 233, 244, 189, 221, 222, 223, 224, 225, 113,
];
export const LEFT_EYE_AREA: readonly number[] = [
	446, 261, 448, 449, 450, 451, 452, 453, 464, 413, 441, 442, 443, 444, 445, 342,
];
/** Skin between lower lid, nose and the corner of the mouth. */
export const RIGHT_CHEEK: readonly number[] = [117, 118, 101, 36, 205, 187, 123];
export const LEFT_CHEEK: readonly number[] = [346, 347, 330, 266, 425, 411, 352];
/** Skin above the brows. */
export const BROW_SKIN: readonly number[] = [66, 69, 108, 151, 337, 299, 296, 336, 9, 107];
/** Outer contour of the lips. */
export const LIPS: readonly number[] = [
	61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];

/** Pairs of mirrored points (right, left) that facial expressions hardly move. */
export const MIRRORED: readonly (readonly [number, number])[] = [
	[33, 263],
	[133, 362],
	[127, 356],
	[234, 454],
	[93, 323],
	[54, 284],
	[103, 332],
	[129, 358],
	[117, 346],
	[70, 300],
	[58, 288],
];

/**
 * Rows of the iris network's eye contour (its own point numbers) and the mesh points that they refine:
 * upper lid, lower lid and the rows around them.
 */
export const EYE_ROWS: readonly {
	readonly contour: readonly number[];
	readonly right: readonly number[];
	readonly left: readonly number[];
}[] = [
	{
		contour: [9, 10, 11, 12, 13, 14, 15],
		right: [246, 161, 160, 159, 158, 157, 173],
		left: [466, 388, 387, 386, 385, 384, 398],
	},
	{
		contour: [0, 1, 2, 3, 4, 5, 6, 7, 8],
		right: [33, 7, 163, 144, 145, 153, 154, 155, 133],
		left: [263, 249, 390, 373, 374, 380, 381, 382, 362],
	},
];
