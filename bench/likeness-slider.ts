/**
 * What the likeness slider does to instant styles, on the photo pairs beside the checkout:
 *   npx tsx bench/likeness-slider.ts [--people 6] [--styles watercolour,oil] [--side 256]
 * One picture at each end of the slider and one in its middle; cosines of the built-in descriptor and of an
 * independent embedding, the latter against the photo and another one of the person.
 */
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
	},
});
const POSITIONS = [0, 0.5, 1];
const styles = (values.styles.split(',') as StyleId[]).filter(
	(style) => STYLE_CONTROLS[style].likeness,
);
const people = photosIn('pairs')
	.filter((file) => file.endsWith('_a.jpg'))
	.map((file) => file.slice('pairs/'.length, -'_a.jpg'.length))
	.slice(0, Number(values.people));

const pipeline = createFacePipeline(createNodeRuntime());
await pipeline.load();
const judge = await openJudge();
const rows: Row[] = [];
for (const person of people) {
	const sitter = await openSitter(person, pipeline, judge);
	for (const style of styles) {
		for (const likeness of POSITIONS) {
			rows.push(await sitter.row(style, Number(values.side), { seed: 0, likeness }));
		}
	}
	sitter.dispose();
}
await pipeline.dispose();

console.log(
	'| style | seen by | at 0 | at 0.5 | at 1 | from end to end (95%) |\n|---|---|---|---|---|---|',
);
for (const style of styles) {
	for (const seen of ['own', 'judgedA', 'judgedB'] as const) {
		const at = (likeness: number) =>
			rows
				.filter((row) => row.style === style && row.candidate.likeness === likeness)
				.map((row) => row[seen]);
		const means = POSITIONS.map((likeness) => bootstrap(at(likeness)).mean.toFixed(3));
		const [low, high] = [at(0), at(1)];
		const change = bootstrap(high.map((value, i) => value - low[i]));
		const interval = [change.mean, change.low, change.high].map((x) => x.toFixed(3));
		console.log(
			`| ${style} | ${seen} | ${means.join(' | ')} | ${interval[0]} (${interval[1]} to ${interval[2]}) |`,
		);
	}
}
