import type { Plane } from '$lib/compute/kernel';

/**
 * What all instant styles share, computed once per photo and size (facts: "Shared preparation").
 * S is the side. Colours are OKLab or sRGB in 0..1. Planes belong to the preparation, not to the styles.
 */
export interface Prepared {
	/** S: side of the square in pixels. */
	readonly side: number;
	/** Size factor against the 768 px trials: S / 768. Scale every fixed pixel constant by it. */
	readonly scale: number;
	/** I: distance of mesh points 33 and 263 in pixels. */
	readonly interocular: number;
	/** k = I / 200, in pixels of the 768 px trials times `scale`: radii that follow the face are multiplied by it. */
	readonly k: number;
	/** LANDMARKS x (x, y, z) in pixels of this size. */
	readonly landmarks: Float32Array;
	/** Centre of the face oval. */
	readonly centre: { readonly x: number; readonly y: number };
	/** m: median skin colour (OKLab) before, and median lightness after the lighting was normalised. */
	readonly skin: { readonly median: readonly [number, number, number]; readonly target: number };
	readonly planes: {
		/** sRGB of the person with foreground colours and normalised lighting, 3 channels. */
		readonly image: Plane;
		/** OKLab of `image`, 3 channels. */
		readonly lab: Plane;
		/** Refined person mask with the hair edge, 0..1, 1 channel. */
		readonly alpha: Plane;
		/** fm without blur: the face oval, 0 or 1 antialiased, 1 channel. */
		readonly face: Plane;
		/** Skin pixels inside the oval away from eyes, brows and lips: 0 or 1, 1 channel. */
		readonly skin: Plane;
		/** d: detail mask (eyes, brows, lips), dilated, blurred, not yet multiplied or clamped, 1 channel. */
		readonly detail: Plane;
		/** Lips (outer contour filled), 0 or 1 antialiased, 1 channel. */
		readonly lips: Plane;
		/** Glasses band polygon 127-105-334-356-330-101, blurred, 1 channel. */
		readonly glasses: Plane;
		/** Lip seam polyline 78-191-80-81-82-13-312-311-310-415-308, 3k px wide, antialiased, 1 channel. */
		readonly seam: Plane;
	};
	/** A copy of `skin` in JavaScript memory, for percentiles over skin pixels. */
	readonly skinPixels: Uint8Array;
}
