import type { Affine, Box, Point } from './geometry';

/** A face as the detector found it, in photo pixels. */
export interface DetectedFace {
	/** Unique within one photo. */
	readonly id: number;
	/** Tight around brows to chin, not rotated. */
	readonly box: Box;
	/** Detector confidence, 0..1. */
	readonly score: number;
	/** The person's right eye, left eye, nose tip, mouth, right ear, left ear. */
	readonly keypoints: readonly Point[];
	/** In-plane rotation in radians; positive when the head leans clockwise in the picture. */
	readonly roll: number;
}

/** Angles of the head in radians, (0, 0, 0) when it looks straight into the camera. */
export interface Pose {
	/** Positive clockwise in the picture. */
	readonly roll: number;
	/** Positive when the person turns towards the picture's right. */
	readonly yaw: number;
	/** Positive when the person looks up. */
	readonly pitch: number;
}

export const MESH_POINTS = 468;
/** 468 mesh points and 2 x 5 iris points (right eye: centre, then 4 on the rim; left eye likewise). */
export const LANDMARKS = 478;
export const DESCRIPTOR_LENGTH = 1024;

export type AdviceKind =
	| 'small' // the face has few pixels
	| 'blurred'
	| 'dark'
	| 'bright'
	| 'turned' // yaw or pitch too large
	| 'tilted'
	| 'covered' // sunglasses, a mask, a hand
	| 'cut' // the face or hair leaves the picture
	| 'several'; // other people stand close

/** Something honest to tell the person about a face; never a reason to refuse work. */
export interface Advice {
	readonly kind: AdviceKind;
	readonly severity: 'hint' | 'warning';
	/** The measured value and the limit it missed, in the unit of the kind. */
	readonly value: number;
	readonly limit: number;
}

/** Everything we know of one face in a photo. Coordinates are photo pixels. */
export interface Face extends DetectedFace {
	/** LANDMARKS x (x, y, z); z in pixels, smaller is nearer. */
	readonly landmarks: Float32Array;
	readonly pose: Pose;
	/** DESCRIPTOR_LENGTH numbers; compare with cosine similarity. */
	readonly descriptor: Float32Array;
	readonly advice: readonly Advice[];
}

/** Side of the portrait crop in pixels; styles are drawn from it at any size. */
export const PORTRAIT_SIDE = 1024;

/** Over the whole crop, row-major: 0 leaves the matte, 1..127 adds to the person, -1..-127 takes away. */
export interface MatteCorrection {
	readonly width: number;
	readonly height: number;
	readonly data: Int8Array;
}

/** Head and shoulders of the chosen face, cropped for drawing. All that the instant styles need. */
export interface Portrait {
	/** Side of the square in pixels. */
	readonly side: number;
	/** side x side x RGBA, sRGB, opaque. */
	readonly rgba: Uint8ClampedArray<ArrayBuffer>;
	/** LANDMARKS x (x, y, z) in crop pixels. */
	readonly landmarks: Float32Array;
	/** Raw person mask of the whole crop, 0..1, before refinement; row-major. */
	readonly mask: { readonly width: number; readonly height: number; readonly data: Float32Array };
	/** What the person painted on the matte; absent until they do. */
	readonly correction?: MatteCorrection;
	/** Boxes of the other faces of the photo that touch the crop, in crop pixels. */
	readonly others: readonly Box[];
	/** Maps crop pixels to photo pixels. */
	readonly toPhoto: Affine;
}

/** One frame of a camera, followed from the one before. */
export interface FollowedPortrait {
	/** LANDMARKS x (x, y, z) in pixels of the frame. */
	readonly landmarks: Float32Array;
	/** The portrait's mask, which serves the next frames as well. */
	readonly mask: Portrait['mask'];
	readonly portrait: Portrait;
}
