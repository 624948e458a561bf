import type { Affine, Point } from '$lib/domain/geometry';
import type { HeadMeasure } from '$lib/domain/id-photo';
import { affineScale, applyAffine, invertAffine } from '$lib/image/warp';

/** A head as it stands in the picture: shares of the picture's height, unless said otherwise. */
export interface PictureGeometry {
	readonly crown: Point;
	readonly chin: Point;
	readonly eyesAt: Point;
	/** Crown to chin. */
	readonly head: number;
	/** Share of the width. */
	readonly faceWidth: number;
	/** The eye line above the bottom edge. */
	readonly eyes: number;
	readonly top: number;
	readonly below: number;
	/** How far the face is right of the middle, as a share of the width. */
	readonly offCentre: number;
	/** Radians that the eyes are off level. */
	readonly roll: number;
	/** Photo pixels per picture pixel. */
	readonly photoPixels: number;
	/** How far the picture leaves the photo on each side, in photo pixels. */
	readonly missing: {
		readonly above: number;
		readonly below: number;
		readonly left: number;
		readonly right: number;
	};
}

/** Measures a placement: what holds in the picture as it is, whoever placed it. */
export function geometryOf(
	head: HeadMeasure,
	toPicture: Affine,
	{ width, height }: { readonly width: number; readonly height: number },
	photo: { readonly width: number; readonly height: number },
): PictureGeometry {
	const place = ({ x, y }: Point) => applyAffine(toPicture, x, y);
	const crown = place(head.crown);
	const chin = place(head.chin);
	const eyesAt = place(head.eyes);
	const scale = affineScale(toPicture);
	const back = invertAffine(toPicture);
	const corners = [
		applyAffine(back, 0, 0),
		applyAffine(back, width, 0),
		applyAffine(back, width, height),
		applyAffine(back, 0, height),
	];
	const xs = corners.map(({ x }) => x);
	const ys = corners.map(({ y }) => y);
	return {
		crown,
		chin,
		eyesAt,
		head: (chin.y - crown.y) / height,
		faceWidth: (head.faceWidth * scale) / width,
		eyes: 1 - eyesAt.y / height,
		top: crown.y / height,
		below: 1 - chin.y / height,
		offCentre: (eyesAt.x + (chin.x - eyesAt.x) / 4) / width - 0.5,
		roll: head.roll + Math.atan2(toPicture[3], toPicture[0]),
		photoPixels: 1 / scale,
		missing: {
			above: Math.max(0, -Math.min(...ys)),
			below: Math.max(0, Math.max(...ys) - photo.height),
			left: Math.max(0, -Math.min(...xs)),
			right: Math.max(0, Math.max(...xs) - photo.width),
		},
	};
}
