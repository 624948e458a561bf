/**
 * Are people themselves in the instant styles? Photos beside the checkout (or paths), judged by an embedding that the
 * app does not have (../shared/eval):
 *   npx tsx bench/likeness-styles.ts [--styles oil,neon] [--seeds 0] [--side 384] [--photos A,B]
 * Cosine to the photo that was drawn from, and whether its person comes first among all. Ends with 1 when a goal is
 * missed. Landmarks are the photo's: detectors see no face in many of these pictures.
 */
import { parseArgs } from 'node:util';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import { STYLE_IDS, type StyleId } from '../src/lib/domain/recipe';
import { createStudio } from '../src/lib/instant/studio';
import { cosineSimilarity } from '../src/lib/likeness/similarity';
import { loadPortrait } from '../tools/portraits';
import { openJudge } from './search/judge';
import { toPicture } from './search/table';

/** Light and dark skin, glasses, beard, moustache, hat, long, curly, grey and no hair. */
const PEOPLE = [
	...['face_single_512_astronaut', 'A000370', 'B000490', 'B001281', 'C001097', 'D000096'],
	...['H001042', 'M001160', 'S001184', 'V000081', 'beard_H000324', 'hat_W000808'],
];
/** The least median over the people. */
const GOALS: Partial<Record<StyleId, number>> = {
	...{ watercolour: 0.8, oil: 0.88, engraving: 0.7, neon: 0.7 },
	...{ comic: 0.55, crayons: 0.55, pixel: 0.55, medallion: 0.35 },
};
/** Styles in which everybody must come first. */
const ALL_FIRST: readonly StyleId[] = ['watercolour', 'oil', 'engraving', 'neon', 'comic'];

const { values } = parseArgs({
	options: {
		styles: { type: 'string', default: STYLE_IDS.join() },
		seeds: { type: 'string', default: '0' },
		side: { type: 'string', default: '384' },
		photos: { type: 'string', default: PEOPLE.join() },
	},
});
const styles = values.styles.split(',') as StyleId[];
const seeds = values.seeds.split(',').map(Number);
const side = Number(values.side);

// 1. Everybody's photo, then every picture, so that each can be ranked among all.
const judge = await openJudge();
const executor = createCpuExecutor();
const references = new Map<string, Float32Array>();
const drawn: { style: StyleId; person: string; embedding: Float32Array }[] = [];
for (const person of values.photos.split(',')) {
	const portrait = await loadPortrait(person);
	references.set(person, await judge.embed(portrait));
	const studio = createStudio(executor);
	studio.open(portrait);
	for (const style of styles) {
		for (const seed of seeds) {
			const result = await studio.render({ version: 1, style, seed }, side);
			const embedding = await judge.embed(toPicture(result, portrait));
			drawn.push({ style, person, embedding });
		}
	}
	studio.dispose();
	console.error(`${person} is drawn`);
}

// 2. The table.
console.log(
	'| style | median | goal | least | of | right person first |\n|---|---|---|---|---|---|',
);
for (const style of styles) {
	const rows = drawn
		.filter((row) => row.style === style)
		.map(({ person, embedding }) => {
			const cosines = new Map(
				[...references].map(([name, photo]) => [name, cosineSimilarity(embedding, photo)]),
			);
			const own = cosines.get(person)!;
			return { person, own, first: Math.max(...cosines.values()) === own };
		})
		.sort((p, q) => p.own - q.own);
	const [low, high] = [rows[(rows.length - 1) >> 1].own, rows[rows.length >> 1].own];
	const median = (low + high) / 2;
	const first = rows.filter((row) => row.first).length;
	const goal = GOALS[style];
	const missed = median < (goal ?? -1) || (ALL_FIRST.includes(style) && first < rows.length);
	if (missed) process.exitCode = 1;
	const cells = [median.toFixed(3), goal ?? '', rows[0].own.toFixed(2), rows[0].person];
	console.log(
		`| ${style} | ${cells.join(' | ')} | ${first} of ${rows.length}${missed ? ' MISSED' : ''} |`,
	);
}
