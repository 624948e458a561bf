/**
 * Measures how cosines of descriptors tell people apart and writes the likeness curve:
 * `npm run calibrate`. Wants photos named <person>_a.jpg and <person>_b.jpg in shared/photos/pairs
 * beside the checkout, and the built-in models (`npm run models`).
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createFacePipeline } from '../../src/lib/face/pipeline';
import { DESCRIPTOR } from '../../src/lib/face/networks';
import { createNodeRuntime, modelEntry } from '../../tests/unit/face/node-runtime';
import { describePairs } from './pairs';
import { HAVE_PHOTOS, PHOTOS } from './photos';
import { curveFrom, verification } from './verification';

const OUT = path.resolve(import.meta.dirname, '../../src/lib/likeness/calibration.json');

if (!HAVE_PHOTOS) {
	console.error(`No photos to measure at ${PHOTOS}; the curve in the repository stays.`);
	process.exit(1);
}
const pipeline = createFacePipeline(createNodeRuntime());
await pipeline.load();
const { same, different, people } = await describePairs(pipeline);
await pipeline.dispose();

const table = verification(same, different);
const model = modelEntry(DESCRIPTOR.model);
const result = {
	note: 'Written by tools/calibrate/likeness.ts; do not edit.',
	fifty:
		'Same and different person equally likely, when both were equally likely before (prior 1:1).',
	measured: new Date().toISOString().slice(0, 10),
	model: { name: model.name, sha256: model.sha256 },
	people,
	pairs: { same: same.length, different: different.length },
	verification: table,
	curve: curveFrom(same, different),
};
writeFileSync(OUT, JSON.stringify(result, null, '\t') + '\n');
console.log(JSON.stringify(result, null, 2));
