import { createCpuExecutor } from '../../src/lib/compute/cpu-executor';
import type { Portrait } from '../../src/lib/domain/face';
import type { StyleId } from '../../src/lib/domain/recipe';
import type { FacePipeline } from '../../src/lib/face/pipeline';
import { createStudio, type Drawn } from '../../src/lib/instant/studio';
import type { SearchCandidate } from '../../src/lib/likeness/search/candidates';
import { cosineSimilarity } from '../../src/lib/likeness/similarity';
import { readPhoto } from '../../tools/calibrate/photos';
import type { Judge } from './judge';

/** One picture, scored by what the search uses and by the judge. */
export interface Row {
	readonly person: string;
	readonly style: StyleId;
	readonly side: number;
	readonly candidate: SearchCandidate;
	/** Built-in descriptor against photo a, from which it was drawn. */
	readonly own: number;
	/** Independent embedding against photo a, and against b, another photo of the person. */
	readonly judgedA: number;
	readonly judgedB: number;
}

/** Draws and scores candidates of one person. */
export interface Sitter {
	row(style: StyleId, side: number, candidate: SearchCandidate): Promise<Row>;
	dispose(): void;
}

export async function openSitter(
	person: string,
	pipeline: FacePipeline,
	judge: Judge,
): Promise<Sitter> {
	const read = async (file: string) => {
		const photo = await readPhoto(file);
		const [found] = await pipeline.findFaces(photo);
		if (!found) throw new Error(`${file}: no face`);
		return pipeline.analyse(photo, found, []);
	};
	const a = await read(`pairs/${person}_a.jpg`);
	const b = await read(`pairs/${person}_b.jpg`);
	const [faceA, faceB] = [await judge.embed(a.portrait), await judge.embed(b.portrait)];
	const studio = createStudio(createCpuExecutor());
	studio.open(a.portrait);
	return {
		async row(style, side, candidate) {
			const { seed, likeness } = candidate;
			const drawn = await studio.render({ version: 1, style, seed, tuning: { likeness } }, side);
			const picture = toPicture(drawn, a.portrait);
			const own = await pipeline.describe(
				{ width: side, height: side, data: picture.rgba },
				picture.landmarks,
			);
			const face = await judge.embed(picture);
			return {
				person,
				style,
				side,
				candidate,
				own: cosineSimilarity(own, a.face.descriptor),
				judgedA: cosineSimilarity(face, faceA),
				judgedB: cosineSimilarity(face, faceB),
			};
		},
		dispose: () => studio.dispose(),
	};
}

/** RGBA, and the landmarks where the composition put them. */
export function toPicture(
	{ picture, fromPortrait: [a, b, c, d, e, f] }: Drawn,
	portrait: Portrait,
) {
	const { width: side, data } = picture;
	const rgba = new Uint8ClampedArray(4 * side * side).fill(255);
	for (let i = 0; i < side * side; i++) {
		for (let k = 0; k < 3; k++) rgba[4 * i + k] = Math.round(255 * data[3 * i + k]);
	}
	const landmarks = portrait.landmarks.slice();
	for (let i = 0; i < landmarks.length; i += 3) {
		const [x, y] = [portrait.landmarks[i], portrait.landmarks[i + 1]];
		landmarks[i] = a * x + b * y + c;
		landmarks[i + 1] = d * x + e * y + f;
		landmarks[i + 2] *= Math.abs(a);
	}
	return { side, rgba, landmarks };
}
