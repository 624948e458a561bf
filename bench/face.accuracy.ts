/**
 * What the face pipeline finds and how well it tells people apart, on the photos beside the checkout:
 * `npx tsx bench/face.accuracy.ts`. Takes a few minutes on onnxruntime-node.
 */
import { createFacePipeline } from '../src/lib/face/pipeline';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { describePairs } from '../tools/calibrate/pairs';
import { HAVE_PHOTOS, PHOTOS, photosIn, readPhoto } from '../tools/calibrate/photos';
import { verification } from '../tools/calibrate/verification';

if (!HAVE_PHOTOS) {
	console.error(`No photos at ${PHOTOS}.`);
	process.exit(1);
}
const pipeline = createFacePipeline(createNodeRuntime());
await pipeline.load();

const rows = [];
for (const file of ['cases', 'cases/derived', 'portraits'].flatMap(photosIn)) {
	const photo = await readPhoto(file);
	const faces = await pipeline.findFaces(photo);
	const size = `${photo.width}x${photo.height}`;
	rows.push({ file, size, faces: faces.length, best: Number(faces[0]?.score.toFixed(2) ?? 0) });
}
console.table(rows);
const { same, different, people, missed } = await describePairs(pipeline);
console.log(`${people} people, ${same.length} pairs of one person, ${different.length} of two`);
console.log(missed.length === 0 ? 'One face in every pair photo.' : `Not one face: ${missed}`);
console.table(verification(same, different));
await pipeline.dispose();
