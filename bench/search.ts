/**
 * Does the search find the likeness? Instant styles on the photo pairs beside the checkout:
 *   npx tsx bench/search.ts [--people 20] [--styles watercolour,poster] [--side 256] [--spread 0.1] [--keep rows.jsonl]
 * Every candidate is drawn small and full, so that the search can be run on what is known: its first picture against a
 * random pick among the same candidates at full size, judged by an embedding that the search does not know, against
 * the photo that was drawn and another photo of the person. Rows are kept: a run that was ended goes on.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { STYLE_IDS, type StyleId } from '../src/lib/domain/recipe';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { instantCandidates } from '../src/lib/likeness/search/candidates';
import { FULL, type SearchPlan } from '../src/lib/likeness/search/plan';
import { searchLikeness } from '../src/lib/likeness/search/search';
import { HAVE_PHOTOS, PHOTOS, photosIn } from '../tools/calibrate/photos';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { openJudge } from './search/judge';
import { bootstrap, correlation } from './search/statistics';
import { openSitter, type Row } from './search/table';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '20' },
		styles: { type: 'string', default: STYLE_IDS.join(',') },
		side: { type: 'string', default: '256' },
		candidates: { type: 'string', default: '8' },
		finals: { type: 'string', default: '3' },
		spread: { type: 'string', default: '0.1' },
		keep: { type: 'string', default: '' },
		/** Draws nothing: evaluates what is kept. */
		report: { type: 'boolean', default: false },
	},
});
if (!HAVE_PHOTOS) {
	console.error(`No photos at ${PHOTOS}.`);
	process.exit(1);
}
const side = Number(values.side);
const styles = values.styles.split(',') as StyleId[];
const spread = Number(values.spread);
const candidates = instantCandidates(1000, 0.5, Number(values.candidates), spread);
const DRAFT = { steps: 1, side: 0.5 };
const plan: SearchPlan = {
	rungs: [
		{ effort: DRAFT, candidates: candidates.length, group: candidates.length },
		{ effort: FULL, candidates: Number(values.finals), group: Number(values.finals) },
	],
	leastGain: 0,
	least: 1,
	spread,
};
const people = photosIn('pairs')
	.filter((file) => file.endsWith('_a.jpg'))
	.map((file) => file.slice('pairs/'.length, -'_a.jpg'.length))
	.slice(0, Number(values.people));

// 1. Every picture.
const rows = new Map<string, Row>();
const key = ({ person, style, side, candidate }: Omit<Row, 'own' | 'judgedA' | 'judgedB'>) =>
	[person, style, side, candidate.seed, candidate.likeness].join();
if (values.keep && existsSync(values.keep)) {
	for (const line of readFileSync(values.keep, 'utf8').trim().split('\n')) {
		const row = JSON.parse(line) as Row;
		rows.set(key(row), row);
	}
}
if (!values.report) await drawAll();

// 2. What the search makes of them.
console.log(
	'| style | people | gain to photo a (95%) | gain to photo b (95%) | of the best | always the same | draft and final | own and judge |',
);
console.log('|---|---|---|---|---|---|---|---|');
const all: { a: number; b: number; person: string }[] = [];
for (const style of styles) {
	const known = people.filter((person) =>
		candidates.every((candidate) =>
			[side, side / 2].every((s) => rows.has(key({ person, style, side: s, candidate }))),
		),
	);
	const gains = await Promise.all(known.map((person) => gain(person, style)));
	if (gains.length < 3) continue;
	all.push(...gains);
	const finals = known.flatMap((person) =>
		candidates.map((candidate) => rows.get(key({ person, style, side, candidate }))!),
	);
	const drafts = finals.map((row) => rows.get(key({ ...row, side: side / 2 }))!);
	const within = (value: (row: Row) => number, table: readonly Row[]) =>
		table.map(
			(row, i) =>
				value(row) -
				meanOf(table.slice(i - (i % candidates.length)).slice(0, candidates.length), value),
		);
	const own = within((row) => row.own, finals);
	console.log(
		`| ${style} | ${gains.length} | ${interval(gains.map(({ a }) => a))} | ${interval(gains.map(({ b }) => b))} | ` +
			`${interval(gains.map(({ most }) => most))} | ${interval(known.map((person) => sameForAll(person, known, style)))} | ${correlation(
				within((row) => row.own, drafts),
				own,
			).toFixed(2)} | ` +
			`${correlation(
				own,
				within((row) => (row.judgedA + row.judgedB) / 2, finals),
			).toFixed(2)} |`,
	);
}
const byPerson = [...new Set(all.map(({ person }) => person))].map((person) =>
	all.filter((one) => one.person === person),
);
if (byPerson.length > 2) {
	const over = (pick: (one: { a: number; b: number }) => number) =>
		interval(byPerson.map((ones) => meanOf(ones, pick)));
	console.log(
		`| all | ${byPerson.length} | ${over(({ a }) => a)} | ${over(({ b }) => b)} | | | | |`,
	);
}

async function drawAll() {
	const pipeline = createFacePipeline(createNodeRuntime());
	await pipeline.load();
	const judge = await openJudge();
	for (const person of people) {
		const wanted = styles.flatMap((style) =>
			[side / 2, side].flatMap((s) =>
				candidates.map((candidate) => ({ person, style, side: s, candidate })),
			),
		);
		const missing = wanted.filter((one) => !rows.has(key(one)));
		if (missing.length === 0) continue;
		const sitter = await openSitter(person, pipeline, judge);
		for (const one of missing) {
			const row = await sitter.row(one.style, one.side, one.candidate);
			rows.set(key(row), row);
			if (values.keep) appendFileSync(values.keep, JSON.stringify(row) + '\n');
		}
		sitter.dispose();
		console.error(person);
	}
	await pipeline.dispose();
}

/** The judge's cosines of the search's first picture, less those of a random pick: the mean of all at full size. */
async function gain(person: string, style: StyleId) {
	const at = (s: number) =>
		candidates.map((candidate) => rows.get(key({ person, style, side: s, candidate }))!);
	const full = at(side);
	const { results } = await searchLikeness<(typeof candidates)[number], Row>(plan, candidates, {
		draw: async (candidate, effort) =>
			rows.get(key({ person, style, side: side * effort.side, candidate }))!,
		score: async ({ own }) => ({ kind: 'scored', score: own }),
		release: () => {},
	});
	const { picture } = results[0];
	return {
		person,
		a: picture.judgedA - meanOf(full, ({ judgedA }) => judgedA),
		b: picture.judgedB - meanOf(full, ({ judgedB }) => judgedB),
		/** What somebody who knows the judge would have gained: the room that there was. */
		most: Math.max(...full.map(({ judgedB }) => judgedB)) - meanOf(full, ({ judgedB }) => judgedB),
	};
}

/** What the candidate that is best on all others would have gained against photo b: no search, one composition for all. */
function sameForAll(person: string, known: readonly string[], style: StyleId): number {
	const gainOf = (who: string, place: number) => {
		const full = candidates.map((candidate) =>
			rows.get(key({ person: who, style, side, candidate }))!,
		);
		return full[place].judgedB - meanOf(full, ({ judgedB }) => judgedB);
	};
	const others = known.filter((one) => one !== person);
	const worth = candidates.map((_, place) => meanOf(others, (one) => gainOf(one, place)));
	return gainOf(person, worth.indexOf(Math.max(...worth)));
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
	return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

function interval(differences: readonly number[]): string {
	const { mean, low, high } = bootstrap(differences);
	const signed = (x: number) => (x < 0 ? '' : '+') + x.toFixed(3);
	return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}
