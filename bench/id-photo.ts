/**
 * From a photo to a finished ID photo, stage by stage, on the CPU; CPU time of this process, in which other work
 * on the machine does not count:
 *   npx tsx bench/id-photo.ts [photo ...]
 * Photos are paths, or names below ../shared/photos. With --report instead: which rules call the shared portraits (all of them official photos) unfit.
 */
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { IdRecipe } from '../src/lib/domain/id-photo';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { idSpecs } from '../src/lib/idphoto/specs/specs';
import { createIdStudio } from '../src/lib/idphoto/studio';
import { HAVE_PHOTOS, photosIn, readPhoto } from '../tools/calibrate/photos';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';

const report = process.argv.includes('--report');
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (given.length === 0 && !HAVE_PHOTOS) {
	console.error('Give photos: there are none beside the checkout.');
	process.exit(1);
}
const spec = idSpecs().find(({ id }) => id === 'cn-1-inch')!;
const recipe: IdRecipe = {
	version: 1,
	kind: 'id-photo',
	spec,
	mode: 'studio',
	background: { kind: 'plain', colours: ['#438edb'] },
	retouch: { light: 0.5, colour: 0.5, skin: 0.5 },
};
const pipeline = createFacePipeline(createNodeRuntime());
const studio = createIdStudio(createCpuExecutor());
await pipeline.load();
if (report) await reportChecks();
else await measureStages();
await pipeline.dispose();

async function measureStages(): Promise<void> {
	const files = given.length > 0 ? given : photosIn('portraits').slice(0, 4);
	const rows: Record<string, string | number>[] = [];
	// The first one warms the compiler up.
	for (const file of [files[0], ...files]) {
		const photo = await readPhoto(file);
		const lap = laps();
		const [face, ...others] = await pipeline.findFaces(photo);
		if (!face) continue;
		const find = lap();
		const boxes = others.map(({ box }) => box);
		const subject = await pipeline.idSubject(photo, face, boxes);
		const read = lap();
		studio.open(photo, subject, null);
		const open = lap();
		studio.fit(spec, 'studio', null);
		const fit = lap();
		const { timing } = await studio.render(recipe, null);
		const render = lap();
		const stages = Object.entries(timing).map(([stage, value]) => [
			`wall ${stage}`,
			Math.round(value),
		]);
		const total = find + read + open + render;
		rows.push({ file, find, read, open, fit, render, total, ...Object.fromEntries(stages) });
	}
	console.table(rows.slice(1));
}

/** How often each rule warns or fails on frontal official photos, which somebody once found good. */
async function reportChecks(): Promise<void> {
	const files = [
		...photosIn('portraits'),
		...photosIn('pairs').filter((name) => name.includes('_a.')),
	];
	const counts = new Map<string, { pass: number; warn: number; fail: number }>();
	let looked = 0;
	for (const file of files) {
		const photo = await readPhoto(file);
		const [face, ...others] = await pipeline.findFaces(photo);
		if (!face) continue;
		looked++;
		const boxes = others.map(({ box }) => box);
		studio.open(photo, await pipeline.idSubject(photo, face, boxes), null);
		for (const { rule, verdict } of studio.fit(spec, 'studio', null).checks) {
			const count = counts.get(rule) ?? { pass: 0, warn: 0, fail: 0 };
			count[verdict]++;
			counts.set(rule, count);
		}
	}
	console.log(`${looked} photos`);
	console.table(Object.fromEntries(counts));
}

/** Milliseconds of CPU since the last call. */
function laps(): () => number {
	const now = () => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1000;
	};
	let last = now();
	return () => {
		const before = last;
		last = now();
		return Math.round(last - before);
	};
}
