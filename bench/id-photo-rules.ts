/**
 * What share of ID photos obeys the rules, over the photos beside the checkout and all documents:
 *   npx tsx bench/id-photo-rules.ts [--files 500]
 * 1. Crops: every marked photo with every document; which rule is missed, and whether the placement said so.
 * 2. Kilobytes: random pairs of any photo with a face and a document that limits the file, drawn, written with
 *    libjpeg-turbo (sharp) in place of the browser's encoder, and read back: kilobytes, pixels, resolution, bits.
 * 3. Mouths: the check against what people see.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { IdSubject } from '../src/lib/domain/id-photo';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { idSpecs } from '../src/lib/idphoto/specs/specs';
import { createIdStudio } from '../src/lib/idphoto/studio';
import type { Pixels } from '../src/lib/image/warp';
import { HAVE_PHOTOS, photosIn, readPhoto } from '../tools/calibrate/photos';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { readSubject } from '../tests/unit/idphoto/heads';
import { cropRows, type CropRow } from './id-photo-rules/crops';
import { fileRows, type FileRow } from './id-photo-rules/files';
import { mouthRow, type MouthRow } from './id-photo-rules/mouths';

if (!HAVE_PHOTOS) {
	console.error('There are no photos beside the checkout (../shared/photos): nothing to measure.');
	process.exit(1);
}
const wanted = Number(process.argv[process.argv.indexOf('--files') + 1]) || 500;
const fixture = (name: string) =>
	JSON.parse(
		readFileSync(path.resolve(import.meta.dirname, '../tests/fixtures/id-photo', name), 'utf8'),
	);
const { marks } = fixture('marks.json') as { readonly marks: Record<string, unknown> };
const mouths = fixture('mouths.json') as Record<'closed' | 'open', readonly string[]>;

const specs = idSpecs();
const limited = specs.filter(({ file: { kB } }) => kB.least !== null || kB.most !== null);
const files = ['portraits', 'cases', 'pairs'].flatMap(photosIn);
const pipeline = createFacePipeline(createNodeRuntime());
const studio = createIdStudio(createCpuExecutor());
await pipeline.load();

const crops: CropRow[] = [];
const written: FileRow[] = [];
const looks: MouthRow[] = [];
const faceless: string[] = [];
for (const [i, file] of files.entries()) {
	const photo: Pixels = await readPhoto(file);
	const subject: IdSubject | null = await readSubject(pipeline, photo);
	if (!subject) {
		faceless.push(file);
		continue;
	}
	const head = studio.open(photo, subject, null);
	if (file in marks) crops.push(...cropRows(file, head, photo, specs));
	looks.push(...mouthRow(file, photo, subject, head, mouths));
	// As many of what is left as there are photos left.
	const count = Math.ceil((wanted - written.length) / (files.length - i));
	written.push(...(await fileRows(studio, file, limited, count, i)));
}
await pipeline.dispose();

console.log(`\n1. Crops: ${Object.keys(marks).length} photos x ${specs.length} documents`);
const kept = crops.filter(({ off }) => off <= 0.01);
console.log(`${kept.length} of ${crops.length} within 1% of the picture's height`);
console.table(crops.filter(({ off }) => off > 0.01));

console.log(
	`\n2. Files: ${written.length} of ${files.length - faceless.length} photos (no face: ${faceless.length}) x ${limited.length} documents with a limit`,
);
const good = written.filter(({ inRange }) => inRange);
const told = written.filter(({ inRange, said }) => !inRange && said);
const exact = written.filter((row) => row.exact);
console.table({
	'kilobytes within the range': good.length,
	'not, and said so': told.length,
	'not, and not said': written.length - good.length - told.length,
	'pixels, resolution, 8 bits, sRGB exact': exact.length,
	'filled up with a comment': written.filter(({ padding }) => padding > 0).length,
});
console.table(written.filter((row) => !row.inRange || !row.exact).slice(0, 40));
const lowest = new Map<string, number>();
for (const { spec, quality } of written)
	lowest.set(spec, Math.min(quality, lowest.get(spec) ?? 100));
console.log('lowest JPEG quality by document:');
console.table(Object.fromEntries([...lowest].sort((a, b) => a[1] - b[1]).slice(0, 12)));

console.log(`\n3. Mouths: ${looks.length} photos that people looked at`);
console.table({
	'closed, passes': looks.filter((row) => !row.open && row.verdict === 'pass').length,
	'closed, does not': looks.filter((row) => !row.open && row.verdict !== 'pass').length,
	'teeth or a gap, warned': looks.filter((row) => row.open && row.verdict !== 'pass').length,
	'teeth or a gap, passes': looks.filter((row) => row.open && row.verdict === 'pass').length,
});
console.table(looks.sort((a, b) => a.measured - b.measured).slice(0, 30));
