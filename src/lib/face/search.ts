import type { DetectedFace } from '$lib/domain/face';
import type { Box, Point } from '$lib/domain/geometry';
import type { OnProgress } from '$lib/domain/progress';
import type { Runtime } from '$lib/runtime/runtime';
import { detectIn } from './detect';
import type { Candidate } from './detect';
import { fitMesh } from './mesh';
import type { PhotoReader } from './reader';
import { eyeRoll, roiOfDetection, rotatedBounds } from './roi';
import type { Roi } from './roi';
import { containment, overlap, suppress } from './suppress';
import { BROWS_TO_CHIN } from './topology';

/** Candidates below this are noise. */
const MIN_SCORE = 0.4;
/** The mesh network must agree that there is a face. */
const MIN_PRESENCE = 0.5;
/** In one photo, boxes of different faces overlap less than this. */
const MAX_OVERLAP = 0.35;
const MAX_CONTAINMENT = 0.65;
/** A single face this large against the photo's short side is a portrait: no search for more. */
const PORTRAIT_SHARE = 0.25;
/** Below this share of the searched square the detector misses faces: look closer. */
const RELIABLE_SHARE = 0.16;
/** Neighbouring tiles share this much of their side, so that no face is cut by both. */
const TILE_OVERLAP = 0.25;
/** Smallest tile in photo pixels: the smallest faces found are about a tenth of it. */
const MIN_TILE = 256;
const TURNS = [
	Math.PI / 2,
	-Math.PI / 2,
	Math.PI / 4,
	-Math.PI / 4,
	Math.PI,
	0.75 * Math.PI,
	-0.75 * Math.PI,
];

interface Found {
	readonly score: number;
	readonly box: Box;
	readonly keypoints: readonly Point[];
	readonly roll: number;
	readonly share: number;
}

/**
 * All faces of a photo, largest first. Cheap first: the whole photo; then, only when there is reason,
 * the photo turned, then tiles of half the side each time.
 */
export async function searchFaces(
	runtime: Runtime,
	reader: PhotoReader,
	options: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress } = {},
): Promise<DetectedFace[]> {
	const { signal, onProgress } = options;
	const { width, height } = reader;
	const long = Math.max(width, height);
	const short = Math.min(width, height);
	const whole = (roll: number): Roi => ({
		centre: { x: width / 2, y: height / 2 },
		side: roll === 0 ? long : turnedSide(width, height, roll),
		roll,
	});
	let found: Found[] = [];
	const rejected: Box[] = [];
	const look = async (square: Roi): Promise<void> => {
		signal?.throwIfAborted();
		const candidates = await detectIn(runtime, reader, square, MIN_SCORE, signal);
		for (const candidate of candidates) {
			const known = found.find(
				({ box }) =>
					overlap(box, candidate.box) > MAX_OVERLAP ||
					containment(box, candidate.box) > MAX_CONTAINMENT,
			);
			if (known || rejected.some((box) => overlap(box, candidate.box) > 0.7)) continue;
			const face = await verify(runtime, reader, candidate, signal);
			if (face) found = suppress([...found, face], MAX_OVERLAP, MAX_CONTAINMENT);
			else rejected.push(candidate.box);
		}
	};

	// 1. The whole photo.
	await look(whole(0));
	onProgress?.({ stage: 'detect', fraction: 0.2 });
	const alone = found.length === 1 && rejected.length === 0;
	const portrait = alone && found[0].box.height >= PORTRAIT_SHARE * short;

	// 2. The whole photo turned, when nobody is upright.
	if (found.length === 0)
		for (const turn of TURNS) {
			await look(whole(turn));
			if (found.length > 0) break;
		}
	onProgress?.({ stage: 'detect', fraction: 0.3 });

	// 3. Tiles, while what was found suggests smaller faces.
	if (!portrait) {
		for (let side = long / 2; side >= MIN_TILE; side /= 2) {
			const tiles = tileSquares(width, height, Math.min(side, short));
			const before = found.length;
			for (const [i, tile] of tiles.entries()) {
				await look(tile);
				onProgress?.({ stage: 'detect', fraction: 0.3 + (0.7 * (i + 1)) / tiles.length / 2 });
			}
			const more = found.length > before;
			if (found.length > 0 && !more && smallest(found) > RELIABLE_SHARE * side) break;
		}
	}
	onProgress?.({ stage: 'detect', fraction: 1 });
	return found
		.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
		.map(({ box, score, keypoints, roll }, id) => ({ id, box, score, keypoints, roll }));
}

function smallest(found: readonly Found[]): number {
	return Math.min(...found.map(({ box }) => Math.max(box.width, box.height)));
}

/** Side of the square, turned by `roll`, that holds a width x height photo. */
function turnedSide(width: number, height: number, roll: number): number {
	const cos = Math.abs(Math.cos(roll));
	const sin = Math.abs(Math.sin(roll));
	return Math.max(width * cos + height * sin, width * sin + height * cos);
}

/** Squares of `side` that cover the photo with overlap, row by row. */
export function tileSquares(width: number, height: number, side: number): Roi[] {
	const starts = (length: number) => {
		if (side >= length) return [(length - side) / 2];
		const count = Math.ceil((length - side) / (side * (1 - TILE_OVERLAP))) + 1;
		return Array.from({ length: count }, (_, i) => (i * (length - side)) / (count - 1));
	};
	const half = side / 2;
	return starts(height).flatMap((y) =>
		starts(width).map((x) => ({ centre: { x: x + half, y: y + half }, side, roll: 0 })),
	);
}

/** Asks the mesh network whether a candidate is a face; takes box, key points and roll from its mesh. */
async function verify(
	runtime: Runtime,
	reader: PhotoReader,
	candidate: Candidate,
	signal?: AbortSignal,
): Promise<Found | null> {
	const { points, presence } = await fitMesh(runtime, reader, roiOfDetection(candidate), signal);
	if (presence < MIN_PRESENCE) return null;
	return { ...describeMesh(points), score: candidate.score * presence, share: candidate.share };
}

/** Box, key points and roll of a mesh in photo pixels. */
export function describeMesh(mesh: Float32Array): { box: Box; keypoints: Point[]; roll: number } {
	const at = (i: number): Point => ({ x: mesh[3 * i], y: mesh[3 * i + 1] });
	const middle = (i: number, j: number): Point => ({
		x: (mesh[3 * i] + mesh[3 * j]) / 2,
		y: (mesh[3 * i + 1] + mesh[3 * j + 1]) / 2,
	});
	const keypoints = [middle(33, 133), middle(263, 362), at(1), middle(13, 14), at(234), at(454)];
	const outline = new Float32Array(BROWS_TO_CHIN.length * 3);
	BROWS_TO_CHIN.forEach((i, k) => outline.set(mesh.subarray(3 * i, 3 * i + 3), 3 * k));
	const { centre, width, height } = rotatedBounds(outline, 0);
	return {
		box: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
		keypoints,
		roll: eyeRoll(at(33), at(263)),
	};
}
