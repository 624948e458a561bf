import type { Portrait } from '$lib/domain/face';
import { STYLE_IDS, VARIANTS, type Recipe } from '$lib/domain/recipe';
import type { Affine, Point } from '$lib/domain/geometry';
import { meshPoints } from '$lib/matte/face-oval';
import { LEFT_EYE_OUTER, RIGHT_EYE_OUTER } from './prepare/contours';
import type { Composition } from './style';

/** How a picture is framed, in the head's own measures. */
interface Framing {
	/** Side of the picture in mesh heights (points 10 to 152). */
	readonly crop: number;
	/** Where the face stands beside the middle, in sides; positive to the picture's right. */
	readonly offset: number;
	readonly flip: boolean;
	/** Eyes below the top edge, in sides. */
	readonly eyes: number;
}

/** The four seeds: a calm portrait, a close-up, a mirrored one with room, and one that looks past the middle. */
const FRAMINGS: readonly Framing[] = [
	{ crop: 2.1, offset: 0, flip: false, eyes: 0.44 },
	{ crop: 1.8, offset: -0.03, flip: false, eyes: 0.45 },
	{ crop: 2.35, offset: 0.06, flip: true, eyes: 0.42 },
	{ crop: 2.1, offset: -0.06, flip: true, eyes: 0.43 },
];
/** A picture needs this much above the hair, in sides. */
const HEADROOM = 0.035;
/** Eyes may sink this far to make room for hair or a hat, in sides. */
const LOWEST_EYES = 0.52;
/** A tight portrait still leaves this range between the closest and the widest picture. */
const LEAST_VARIETY = 0.88;

/**
 * Chooses the square of the portrait that becomes the picture: by the seed, as far as the portrait and the
 * head allow. The whole head with its hair stays inside, no pixel outside the portrait is shown, and the
 * tilt of the head is left alone. The same portrait and recipe give the same square at every size.
 * @param side side of the picture in pixels
 */
export function compose(portrait: Portrait, recipe: Recipe, side: number): Composition {
	const framing = framingOf(recipe);
	const [forehead, chin] = meshPoints(portrait.landmarks, [10, 152]);
	const meshHeight = Math.hypot(forehead.x - chin.x, forehead.y - chin.y);
	const eyes = middle(meshPoints(portrait.landmarks, [RIGHT_EYE_OUTER, LEFT_EYE_OUTER]));
	const [rightEdge, leftEdge] = meshPoints(portrait.landmarks, [234, 454]);
	const face = (rightEdge.x + leftEdge.x) / 2;
	const hair = topOfHead(portrait, face, Math.abs(leftEdge.x - rightEdge.x));

	// 1. The side: the framing's, squeezed into what a tight portrait has, and no less than the head needs.
	const available = portrait.side / meshHeight;
	const widest = Math.min(2.35, available);
	const closest = Math.min(1.8, available * LEAST_VARIETY);
	const wanted = closest + ((framing.crop - 1.8) / (2.35 - 1.8)) * (widest - closest);
	const head = (chin.y - hair) / (1 - HEADROOM - CHIN_ROOM);
	//    A crop that the person chose may cut hair; the portrait's edge stays the edge.
	const byHand = recipe.tuning?.crop;
	const least = byHand === undefined ? head : 0;
	const crop = Math.min(Math.max((byHand ?? wanted) * meshHeight, least), portrait.side);

	// 2. The place: eyes on their line, but the hair inside; the face beside the middle by the offset.
	const eyeLine = eyes.y - framing.eyes * crop;
	const hairLine = Math.max(hair - HEADROOM * crop, eyes.y - LOWEST_EYES * crop);
	const top = clamp(Math.min(eyeLine, hairLine), 0, portrait.side - crop);
	const shift = (framing.flip ? -1 : 1) * framing.offset * crop;
	const left = clamp(face - crop / 2 - shift, 0, portrait.side - crop);

	// 3. The map.
	const scale = side / crop;
	const fromPortrait: Affine = framing.flip
		? [-scale, 0, side + scale * left, 0, scale, -scale * top]
		: [scale, 0, -scale * left, 0, scale, -scale * top];
	return { fromPortrait };
}

/** Below the chin, in sides: neck and collar. */
const CHIN_ROOM = 0.1;

/** Seeds 0 to 3 are the table; later seeds draw their own framing, different for every style. */
function framingOf({ seed, style }: Recipe): Framing {
	if (seed < VARIANTS) return FRAMINGS[seed];
	const random = (salt: number) => hash(seed, STYLE_IDS.indexOf(style), salt);
	return {
		crop: 1.8 + random(1) * (2.35 - 1.8),
		offset: (random(2) * 2 - 1) * 0.06,
		flip: random(3) < 0.5,
		eyes: 0.42 + random(4) * 0.04,
	};
}

/** 0..1 from three integers: the finaliser of MurmurHash3 (Austin Appleby, public domain). */
function hash(seed: number, style: number, salt: number): number {
	let h =
		Math.imul(seed ^ Math.imul(style + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** The first row, in crop pixels, in which the person stands above the face. */
function topOfHead({ side, mask }: Portrait, face: number, faceWidth: number): number {
	const scale = mask.width / side;
	const from = Math.max(Math.floor((face - faceWidth) * scale), 0);
	const to = Math.min(Math.ceil((face + faceWidth) * scale), mask.width);
	const enough = 0.08 * faceWidth * scale;
	for (let y = 0; y < mask.height; y++) {
		let inside = 0;
		for (let x = from; x < to; x++) if (mask.data[y * mask.width + x] > 0.5) inside++;
		if (inside > enough) return y / scale;
	}
	return 0;
}

function middle(points: readonly Point[]): Point {
	return {
		x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
		y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
	};
}

function clamp(value: number, low: number, high: number): number {
	return Math.min(Math.max(value, low), high);
}
