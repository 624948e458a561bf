/**
 * What the likeness slider does to instant styles, on the photo pairs beside the checkout:
 *   npx tsx bench/likeness-slider.ts [--people 6] [--styles watercolour,oil] [--side 256] [--keep rows.jsonl] [--write]
 * One picture at each end of the slider and one in its middle; cosines of the built-in descriptor and of an independent embedding,
 * the latter against the photo and another one of the person. Rows are kept: a run that was ended goes on. With
 * --write the means become what the slider says of itself (src/lib/likeness/slider-effect.json).
 * Generated styles cannot be measured so: no real weights have run here (src/lib/styles/steering.ts).
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { STYLE_IDS, type StyleId } from '../src/lib/domain/recipe';
import { STYLE_CONTROLS } from '../src/lib/domain/style-table';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { photosIn } from '../tools/calibrate/photos';
import { openJudge } from './search/judge';
import { bootstrap } from './search/statistics';
import { openSitter, type Row } from './search/table';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '6' },
		styles: { type: 'string', default: STYLE_IDS.join(',') },
		side: { type: 'string', default: '256' },
		keep: { type: 'string', default: '' },
		write: { type: 'boolean', default: false },
	},
});
const POSITIONS = [0, 0.5, 1];
const side = Number(values.side);
const styles = (values.styles.split(',') as StyleId[]).filter(
	(style) => STYLE_CONTROLS[style].likeness,
);
const people = photosIn('pairs')
	.filter((file) => file.endsWith('_a.jpg'))
	.map((file) => file.slice('pairs/'.length, -'_a.jpg'.length))
	.slice(0, Number(values.people));

const key = (row: Pick<Row, 'person' | 'style' | 'side' | 'candidate'>) =>
	[row.person, row.style, row.side, row.candidate.likeness].join();
const rows = new Map<string, Row>();
if (values.keep && existsSync(values.keep)) {
	for (const line of readFileSync(values.keep, 'utf8').trim().split('\n')) {
		const row = JSON.parse(line) as Row;
		rows.set(key(row), row);
	}
}
const pipeline = createFacePipeline(createNodeRuntime());
await pipeline.load();
const judge = await openJudge();
for (const person of people) {
	const wanted = styles.flatMap((style) =>
		POSITIONS.map((likeness) => ({ person, style, side, candidate: { seed: 0, likeness } })),
	);
	const missing = wanted.filter((one) => !rows.has(key(one)));
	if (missing.length === 0) continue;
	const sitter = await openSitter(person, pipeline, judge);
	for (const one of missing) {
		const row = await sitter.row(one.style, side, one.candidate);
		rows.set(key(row), row);
		if (values.keep) appendFileSync(values.keep, JSON.stringify(row) + '\n');
	}
	sitter.dispose();
	console.error(person);
}
await pipeline.dispose();

const seenAt = (style: StyleId, likeness: number, seen: 'own' | 'judgedA' | 'judgedB') =>
	people.map(
		(person) => rows.get(key({ person, style, side, candidate: { seed: 0, likeness } }))![seen],
	);
const mean = (numbers: readonly number[]) =>
	numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

console.log(
	`| style | seen by | ${POSITIONS.map((at) => `at ${at}`).join(' | ')} | from end to end (95%) |\n` +
		`|---|---|${'---|'.repeat(POSITIONS.length)}---|`,
);
for (const style of styles) {
	for (const seen of ['own', 'judgedA', 'judgedB'] as const) {
		const means = POSITIONS.map((at) => mean(seenAt(style, at, seen)).toFixed(3));
		const [low, high] = [seenAt(style, 0, seen), seenAt(style, 1, seen)];
		const change = bootstrap(high.map((value, i) => value - low[i]));
		const interval = [change.mean, change.low, change.high].map((x) => x.toFixed(3));
		console.log(
			`| ${style} | ${seen} | ${means.join(' | ')} | ${interval[0]} (${interval[1]} to ${interval[2]}) |`,
		);
	}
}

if (values.write) {
	const effect = {
		note: 'Written by bench/likeness-slider.ts; do not edit.',
		measured: new Date().toISOString().slice(0, 10),
		model: 'faceres',
		people: people.length,
		side,
		positions: POSITIONS,
		styles: Object.fromEntries(
			styles.map((style) => [
				style,
				POSITIONS.map((at) => Number(mean(seenAt(style, at, 'own')).toFixed(4))),
			]),
		),
	};
	writeFileSync(
		path.resolve(import.meta.dirname, '../src/lib/likeness/slider-effect.json'),
		JSON.stringify(effect, null, '\t') + '\n',
	);
}
