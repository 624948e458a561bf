import type { Affine } from '$lib/domain/geometry';
import type { SquareMask } from '$lib/domain/id-photo';
import { oklabOfHex, oklabOfSrgb, type Triple } from '$lib/compute/oklab';
import { applyAffine, invertAffine } from '$lib/image/warp';
import { sampleMask } from '$lib/matte/wide-mask';
import { quantile } from './face-patch';

/** What is behind a person in a picture. */
export interface Backdrop {
	/** 90th percentile of the distance from its middle colour, in OKLab. */
	readonly uneven: number;
	/** OKLab of its middle. */
	readonly colour: Triple;
	/** Pixels that were looked at. */
	readonly count: number;
}

/** Places that are looked at across the picture. */
const COLUMNS = 48;
/** Only what is surely not the person, this far around, in pixels of 48 across. */
const NOBODY = 0.03;
const REACH = 1.5;

/** Looks behind the person in a picture; null where there is nothing to see. */
export function lookBehind(
	rgba: Uint8ClampedArray,
	{ width, height }: { readonly width: number; readonly height: number },
	toPicture: Affine,
	mask: SquareMask,
	photo: { readonly width: number; readonly height: number } | null,
): Backdrop | null {
	const step = width / COLUMNS;
	const back = invertAffine(toPicture);
	const colours: Triple[] = [];
	for (let y = step / 2; y < height; y += step) {
		for (let x = step / 2; x < width; x += step) {
			const here = applyAffine(back, x, y);
			// What the photo does not have was filled in.
			if (photo && (here.x < 0 || here.y < 0 || here.x > photo.width || here.y > photo.height))
				continue;
			const free = [
				[0, 0],
				[-REACH, 0],
				[REACH, 0],
				[0, -REACH],
				[0, REACH],
			].every(([dx, dy]) => {
				const point = applyAffine(back, x + dx * step, y + dy * step);
				return sampleMask(mask, point.x, point.y) < NOBODY;
			});
			if (!free) continue;
			const p = 4 * (Math.floor(y) * width + Math.floor(x));
			colours.push(oklabOfSrgb([rgba[p] / 255, rgba[p + 1] / 255, rgba[p + 2] / 255]));
		}
	}
	if (colours.length < COLUMNS) return null;
	const middle = [0, 1, 2].map((c) =>
		quantile(
			colours.map((lab) => lab[c]),
			0.5,
		),
	);
	const colour: Triple = [middle[0], middle[1], middle[2]];
	return {
		uneven: quantile(
			colours.map((lab) => labDistance(lab, colour)),
			0.9,
		),
		colour,
		count: colours.length,
	};
}

/** Distance in OKLab to the nearest of several colours (hex). */
export function distanceToNearest(colour: Triple, allowed: readonly string[]): number {
	return Math.min(...allowed.map((hex) => labDistance(colour, oklabOfHex(hex))));
}

function labDistance(a: Triple, b: Triple): number {
	return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
