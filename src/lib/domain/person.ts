/** Somebody whose photos were averaged into one identity, kept on the device until they are deleted. */

/** Side of the aligned face in pixels: the ArcFace template times two (golden README, 30). */
export const ALIGNED_SIDE = 224;

/** One photo's face, upright and in place for identity networks. */
export interface AlignedFace {
	/** ALIGNED_SIDE x ALIGNED_SIDE x RGB, 0..255. */
	readonly rgb: Uint8Array;
	/** DESCRIPTOR_LENGTH numbers of the built-in face network: outliers, and the likeness of results. */
	readonly descriptor: Float32Array;
}

export interface Person {
	readonly id: string;
	/** What the person calls them; '' until they do. */
	readonly name: string;
	/** Every photo that was given; those left out of the average say why. */
	readonly faces: readonly (AlignedFace & { readonly outlier: boolean })[];
	/** Normalised mean descriptor of the faces that are in. */
	readonly descriptor: Float32Array;
	/**
	 * Head and shoulders of the best photo, a lossless square, for pictures that begin from it; null for persons of the
	 * first edition, of whom only faces were kept.
	 */
	readonly portrait: Blob | null;
	/** 256 px, for lists. */
	readonly thumbnail: Blob;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
}
