/** A photo as the person gave it, decoded: upright, sRGB, 8 bit, and small enough to work with. */
export interface Photo {
	readonly id: string;
	/** File name as given, or a made-up one for pasted and captured photos. */
	readonly name: string;
	/** Upright pixels; long side at most MAX_WORKING_SIDE. Owned by whoever holds the Photo; close() it. */
	readonly bitmap: ImageBitmap;
	readonly width: number;
	readonly height: number;
	/** What the file said before decoding: the sniffed MIME type, its upright size, its bytes. */
	readonly source: {
		readonly type: string;
		readonly width: number;
		readonly height: number;
		readonly bytes: number;
	};
}

/** Faces, crops and 2048 px prints need no more than this; a 50-megapixel photo is reduced while decoding. */
export const MAX_WORKING_SIDE = 4096;

/** Why a file is no usable photo. The interface has a plain message for each. */
export type PhotoProblem =
	| 'empty' // zero bytes
	| 'not-an-image' // no image format that we know
	| 'unsupported' // an image format that neither the browser nor our decoder reads
	| 'damaged' // truncated or corrupt
	| 'too-small' // under MIN_PHOTO_SIDE
	| 'too-large' // more pixels than the device can decode
	| 'unreadable'; // the file could not be read (moved, permission withdrawn)

/** Below this no face can be found. */
export const MIN_PHOTO_SIDE = 32;

export class PhotoError extends Error {
	override readonly name = 'PhotoError';
	constructor(
		readonly problem: PhotoProblem,
		detail?: string,
		options?: ErrorOptions,
	) {
		super(detail ? `${problem}: ${detail}` : problem, options);
	}
}
