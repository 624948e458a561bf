import type { DetectedFace } from '$lib/domain/face';
import type { OnProgress } from '$lib/domain/progress';
import type { Runtime } from '$lib/runtime/runtime';
import { detectIn } from './detect';
import type { Candidate } from './detect';
import type { PhotoReader } from './reader';
import type { Roi } from './roi';
import { containment, overlap, suppress } from './suppress';
import { isNear, tileSides, tileSquares, wholeSquare } from './tiles';
import { verify } from './verify';
import type { Found } from './verify';

/** Candidates below this are noise. */
const MIN_SCORE = 0.3;
/** In one photo, boxes of different faces overlap less than this. */
const MAX_OVERLAP = 0.18;
const MAX_CONTAINMENT = 0.4;
/** A box that was refused is asked about again only when the detector is surer. */
const SAME_BOX = 0.6;
/** A new look must be this much surer than the last to replace it. */
const SURER = 0.15;
/** A single face this large against the photo's long side is a portrait: no search for more. */
const PORTRAIT_SHARE = 0.12;
/** When no upright face is as sure as this, the photo may lie on its side. */
const UPRIGHT_SCORE = 0.65;
/** Below this share of the searched square the detector misses faces: look closer. */
const RELIABLE_SHARE = 0.1;
/** Without any face, large photos are not searched for faces smaller than the tiles of this many per side. */
const MAX_TILES_PER_SIDE = 8;
/** From this many faces on it is a crowd; what its doubtful faces must score, and how they may differ in size. */
const CROWD = 5;
const CROWD_SCORE = 0.65;
const CROWD_RATIO = 1.8;
const TURNS = [1, -1, 2, -2, 4, 3, -3].map((eighths) => (eighths * Math.PI) / 4);

interface SearchOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
	/** Ends with the upright whole: for frames of a camera, where another one follows. */
	readonly quick?: boolean;
}

/**
 * All faces of a photo, largest first. Cheap first: the whole photo; then, only when there is reason,
 * the photo turned, then ever smaller tiles.
 */
export async function searchFaces(
	runtime: Runtime,
	reader: PhotoReader,
	{ signal, onProgress, quick = false }: SearchOptions = {},
): Promise<DetectedFace[]> {
	const { width, height } = reader;
	const long = Math.max(width, height);
	const report = (fraction: number) => onProgress?.({ stage: 'detect', fraction });
	const search = new Search(runtime, reader, signal);

	// 1. The whole photo.
	await search.look(wholeSquare(width, height, 0));
	report(0.2);

	if (!quick && !search.isPortrait(long)) {
		// 2. The whole photo turned, when nobody is surely upright.
		if (search.found.length < 2 && search.best() < UPRIGHT_SCORE)
			for (const turn of TURNS) await search.look(wholeSquare(width, height, turn));
		report(0.3);

		// 3. Tiles, while what was found is small for the squares searched so far.
		const sides = tileSides(width, height);
		for (const [n, side] of sides.entries()) {
			if (search.smallShare(n === 0 ? long : sides[n - 1]) >= RELIABLE_SHARE) break;
			if (search.found.length === 0 && long / side > MAX_TILES_PER_SIDE) break;
			const tiles = search.worthwhile(tileSquares(width, height, side), n);
			for (const [i, tile] of tiles.entries()) {
				await search.look(tile);
				report(0.3 + (0.7 * (n + (i + 1) / tiles.length)) / sides.length);
			}
		}
	}
	search.admitNeighbours();
	report(1);
	const area = ({ box }: Found) => box.width * box.height;
	return search.found
		.sort((a, b) => area(b) - area(a))
		.map(({ box, score, keypoints, roll }, id) => ({ id, box, score, keypoints, roll }));
}

/** The faces found so far, and the candidates that were none. */
class Search {
	found: Found[] = [];
	readonly #refused: Candidate[] = [];
	readonly #doubtful: Found[] = [];

	constructor(
		readonly runtime: Runtime,
		readonly reader: PhotoReader,
		readonly signal?: AbortSignal,
	) {}

	/** Searches one square and confirms what is new in it. */
	async look(square: Roi): Promise<void> {
		for (const candidate of await detectIn(
			this.runtime,
			this.reader,
			square,
			MIN_SCORE,
			this.signal,
		)) {
			if (this.#isKnown(candidate)) continue;
			const face = await verify(this.runtime, this.reader, candidate, this.signal);
			if (face?.confirmed) this.#add(face);
			else this.#refused.push(candidate);
			if (face && !face.confirmed) this.#doubtful.push(face);
		}
	}

	/** One large face and nothing else that resembles one. */
	isPortrait(long: number): boolean {
		if (this.found.length !== 1 || this.#refused.length > 0) return false;
		const [{ box, score }] = this.found;
		return score >= UPRIGHT_SCORE && Math.max(box.width, box.height) >= PORTRAIT_SHARE * long;
	}

	best(): number {
		return Math.max(0, ...this.found.map(({ score }) => score));
	}

	/** What share of a square's side the smaller faces take (their lower quartile); 0 without faces. */
	smallShare(side: number): number {
		const sizes = this.found
			.map(({ box }) => Math.max(box.width, box.height))
			.sort((a, b) => a - b);
		return sizes.length === 0 ? 0 : sizes[sizes.length >> 2] / side;
	}

	/** From the third level on, people stand near people who were found. */
	worthwhile(tiles: Roi[], level: number): Roi[] {
		if (level < 2 || this.found.length === 0) return tiles;
		return tiles.filter((tile) => this.found.some(({ box }) => isNear(box, tile)));
	}

	/**
	 * In a crowd, a face that the mesh does not fit (in profile, half hidden, out of focus) is taken on
	 * the detector's word when it is as large as its neighbours. Alone it could as well be a cat.
	 */
	admitNeighbours(): void {
		if (this.found.length < CROWD) return;
		const size = ({ box }: Found) => Math.max(box.width, box.height);
		const typical = [...this.found].map(size).sort((a, b) => a - b)[this.found.length >> 1];
		for (const face of this.#doubtful)
			if (
				face.detected >= CROWD_SCORE &&
				size(face) < typical * CROWD_RATIO &&
				size(face) > typical / CROWD_RATIO
			)
				this.#add(face);
	}

	#add(face: Found): void {
		this.found = suppress([...this.found, face], MAX_OVERLAP, MAX_CONTAINMENT);
	}

	#isKnown(candidate: Candidate): boolean {
		const { box, score } = candidate;
		return (
			this.found.some(
				(face) =>
					(overlap(face.box, box) > MAX_OVERLAP || containment(face.box, box) > MAX_CONTAINMENT) &&
					score < face.detected + SURER,
			) ||
			this.#refused.some(
				(refused) => overlap(refused.box, box) > SAME_BOX && score < refused.score + SURER,
			)
		);
	}
}
