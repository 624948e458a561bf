import { smoothstep } from '$lib/compute/pointwise';
import { median } from '$lib/compute/statistics';
import type { CpuPlane } from '$lib/compute/kernel';
import type { Triple } from '$lib/compute/oklab';

/** Least chroma of skin in a photo with colours; without them grey hair cannot be told from skin. */
export const LEAST_CHROMA = 0.03;
/** The jaw, in lengths from the base of the nose to the chin: below the mouth, and this far to either side. */
const BELOW = 0.55;
const ASIDE = 0.5;

/**
 * Whether a grey or white beard covers the jaw, 0..1. Hair without pigment has little of the skin's colour left: on 25
 * portraits the jaw's median share of it was .76 and less in the four full beards, .86 and more in all others.
 * @param lab OKLab, a little blurred
 * @param face the face oval, 0..1
 * @param nose base of the nose, in pixels
 * @param skin OKLab of the skin
 */
export function greyBeard(
	{ width, data: lab }: CpuPlane,
	{ data: face }: CpuPlane,
	{ data: lips }: CpuPlane,
	nose: { readonly x: number; readonly y: number },
	chin: { readonly x: number; readonly y: number },
	[l, a, b]: Triple,
): number {
	if (Math.hypot(a, b) < LEAST_CHROMA) return 0;
	const length = Math.hypot(chin.x - nose.x, chin.y - nose.y);
	const [dx, dy] = [(chin.x - nose.x) / length, (chin.y - nose.y) / length];
	const rich = Math.hypot(a, b) / (l + 0.05);
	const shares: number[] = [];
	face.forEach((inside, i) => {
		if (inside < 0.6 || lips[i] > 0.3) return;
		const [x, y] = [(i % width) + 0.5 - nose.x, Math.floor(i / width) + 0.5 - nose.y];
		if (x * dx + y * dy < BELOW * length || Math.abs(y * dx - x * dy) > ASIDE * length) return;
		shares.push(Math.hypot(lab[3 * i + 1], lab[3 * i + 2]) / (lab[3 * i] + 0.05) / rich);
	});
	if (shares.length === 0) return 0;
	return 1 - smoothstep(0.76, 0.86, median(Float32Array.from(shares).sort()));
}
