/** Mesh points of the features, as closed polygons unless said otherwise. Right and left are the person's. */

export const RIGHT_EYE = [
	33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
] as const;
export const LEFT_EYE = [
	263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
] as const;
export const RIGHT_BROW = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46] as const;
export const LEFT_BROW = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276] as const;
export const OUTER_LIPS = [
	61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
] as const;
export const INNER_LIPS = [
	78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
] as const;
/** The line between the lips, an open polyline. */
export const LIP_SEAM = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308] as const;
/** The band in which glasses sit. */
export const GLASSES = [127, 105, 334, 356, 330, 101] as const;

export const FEATURES = [RIGHT_EYE, LEFT_EYE, RIGHT_BROW, LEFT_BROW, OUTER_LIPS] as const;

export const RIGHT_EYE_OUTER = 33;
export const LEFT_EYE_OUTER = 263;
