import path from 'node:path';
import type { FacePipeline } from '../../src/lib/face/pipeline';
import { cosineSimilarity } from '../../src/lib/likeness/similarity';
import { photosIn, readPhoto } from './photos';

export interface PairCosines {
	/** Cosines of two photos of one person. */
	readonly same: number[];
	/** Cosines of photos of two people. */
	readonly different: number[];
	readonly people: number;
	/** Photos in which not exactly one face was found. */
	readonly missed: string[];
}

/** Describes the largest face of every pair photo and compares each with each. */
export async function describePairs(pipeline: FacePipeline): Promise<PairCosines> {
	const described: { person: string; descriptor: Float32Array }[] = [];
	const missed: string[] = [];
	for (const file of photosIn('pairs')) {
		const photo = await readPhoto(file);
		const faces = await pipeline.findFaces(photo);
		if (faces.length !== 1) missed.push(file);
		if (faces.length === 0) continue;
		const { face } = await pipeline.analyse(photo, faces[0], []);
		described.push({ person: path.basename(file).split('_')[0], descriptor: face.descriptor });
	}
	const same: number[] = [];
	const different: number[] = [];
	for (const [i, a] of described.entries())
		for (const b of described.slice(i + 1)) {
			const cosine = cosineSimilarity(a.descriptor, b.descriptor);
			(a.person === b.person ? same : different).push(cosine);
		}
	return { same, different, people: new Set(described.map(({ person }) => person)).size, missed };
}
