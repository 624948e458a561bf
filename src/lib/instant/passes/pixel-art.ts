import { clusters, nearestCentre } from '$lib/compute/clusters';
import { lattice } from '$lib/compute/noise';
import { clamp01 } from '$lib/compute/scalar';
import { oklabOfHex, srgbOfOklab, type Triple } from '$lib/compute/oklab';
import { drawEyes } from './pixel-face';

/** What stands behind the figure. */
export type PixelBackdrop = 'dusk' | 'disk' | 'stars' | 'tiles';

export interface PixelArt {
	/** Pixels along a side. */
	readonly side: number;
	/** OKLab, matte and face oval, side x side. */
	readonly lab: Float32Array;
	readonly alpha: Float32Array;
	readonly face: Float32Array;
	/** In pixels of this size. */
	readonly landmarks: Float32Array;
	readonly centre: { readonly x: number; readonly y: number };
	/** Lightness of the skin. */
	readonly skin: number;
	/** Colours of the figure. */
	readonly colours: number;
	/** sRGB hex: two colours of the ground and a light one. */
	readonly palette: readonly string[];
	readonly backdrop: PixelBackdrop;
	readonly seed: number;
}

/** Chroma counts more than lightness, so that lips and shirts keep their own colours. */
const CHROMA = 1.6;
/** Ordered dithering after Bayer (1973), centred. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((v) => v / 16 - 0.47);

/**
 * A figure of few colours with an outline, before a dithered ground.
 * @returns sRGB (side x side x 3) and the figure with its outline (side x side, 0 or 1)
 */
export function pixelArt(art: PixelArt): { picture: Float32Array; figure: Float32Array } {
	const { side, alpha, face } = art;
	const count = side * side;
	const inside = Uint8Array.from(alpha, (a, i) => (a > 0.5 || face[i] > 0.6 ? 1 : 0));
	const bayer = (x: number, y: number) => BAYER[4 * (y & 3) + (x & 3)];

	// 1. The figure's own colours: those of the face count most.
	const scaled = art.lab.map((v, i) => (i % 3 === 0 ? v : CHROMA * v));
	const members: number[] = [];
	for (let i = 0; i < count; i++) if (inside[i]) members.push(i);
	if (members.length === 0) members.push(0);
	const centres = clusters(
		Float32Array.from(members.flatMap((i) => [...scaled.subarray(3 * i, 3 * i + 3)])),
		Float32Array.from(members, (i) => 0.6 + 1.6 * face[i]),
		art.colours,
	);

	// 2. Every pixel takes one, dithered a little; single strays outside the face join a neighbour.
	const index = new Uint8Array(count);
	for (let y = 0, i = 0; y < side; y++) {
		for (let x = 0; x < side; x++, i++) {
			const shake = 0.045 * bayer(x, y) * (1 - 0.75 * face[i]);
			index[i] = nearestCentre(
				centres,
				scaled[3 * i] + shake,
				scaled[3 * i + 1],
				scaled[3 * i + 2],
			);
		}
	}
	joinStrays(index, face, side);
	const lab = new Float32Array(3 * count);
	for (let i = 0; i < count; i++) {
		const [l, a, b] = centres[index[i]];
		lab.set([l, a / CHROMA, b / CHROMA], 3 * i);
	}

	// 3. Eyes, by hand.
	const [l, a, b] = centres[0];
	const dark: Triple = [0.62 * Math.min(l, 0.32), a / CHROMA, b / CHROMA];
	drawEyes({ side, lab }, art.landmarks, dark, art.skin);

	// 4. Light along the upper left, outline, ground.
	const picture = new Float32Array(3 * count);
	const figure = new Float32Array(count);
	const outline = srgbOfOklab([0.8 * dark[0], dark[1], dark[2]]);
	const ground = groundOf(art, bayer);
	const at = (x: number, y: number) =>
		x < 0 || y < 0 || x >= side || y >= side ? -1 : inside[y * side + x];
	for (let y = 0, i = 0; y < side; y++) {
		for (let x = 0; x < side; x++, i++) {
			let colour: Triple;
			if (inside[i]) {
				colour = srgbOfOklab([lab[3 * i], lab[3 * i + 1], lab[3 * i + 2]]);
				const rim = at(x - 1, y) === 0 || at(x, y - 1) === 0;
				if (rim) colour = lighter(colour);
				figure[i] = 1;
			} else if (
				at(x - 1, y) === 1 ||
				at(x + 1, y) === 1 ||
				at(x, y - 1) === 1 ||
				at(x, y + 1) === 1
			) {
				colour = outline;
				figure[i] = 1;
			} else {
				colour = ground(x, y);
			}
			picture.set(colour, 3 * i);
		}
	}
	return { picture, figure };
}

function lighter([r, g, b]: Triple): Triple {
	return [clamp01(1.05 * r + 0.14), clamp01(1.05 * g + 0.14), clamp01(1.05 * b + 0.14)];
}

/** A pixel that no neighbour shares takes the colour of the one before it. */
function joinStrays(index: Uint8Array, face: Float32Array, side: number): void {
	const before = index.slice();
	for (let y = 1, i = side + 1; y < side - 1; y++, i += 2) {
		for (let x = 1; x < side - 1; x++, i++) {
			const own = before[i];
			const alone =
				before[i - 1] !== own &&
				before[i + 1] !== own &&
				before[i - side] !== own &&
				before[i + side] !== own;
			if (alone && face[i] < 0.5) index[i] = before[i - 1];
		}
	}
}

/** sRGB of the ground at a pixel. */
function groundOf(
	{ side, centre, palette, backdrop, seed }: PixelArt,
	bayer: (x: number, y: number) => number,
): (x: number, y: number) => Triple {
	const [high, low, light] = palette.map((hex) => srgbOfOklab(oklabOfHex(hex)));
	const distance = (x: number, y: number) =>
		Math.hypot(x + 0.5 - centre.x, y + 0.5 - centre.y) / side;
	return {
		dusk: (x: number, y: number) => {
			const t = (1.1 * y) / side - 0.05 + 0.3 * bayer(x, y);
			return t > 0.5 ? low : high;
		},
		disk: (x: number, y: number) => {
			const t = distance(x, y) + 0.1 * bayer(x, y);
			return t < 0.42 ? light : t > 0.6 ? low : high;
		},
		stars: (x: number, y: number) => {
			const t = y / side + 0.35 * bayer(x, y);
			const star = lattice(x, y, seed + 17) > 0.985 && y < 0.8 * side;
			return star ? light : t > 0.62 ? high : low;
		},
		tiles: (x: number, y: number) => {
			const tile = (Math.floor(x / 8) + Math.floor(y / 8)) % 2;
			const edge = x % 8 === 0 || y % 8 === 0;
			return tile === 0 ? high : edge && distance(x, y) < 0.5 ? light : low;
		},
	}[backdrop];
}
