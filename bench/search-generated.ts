/**
 * Does the search find more than chance among generated pictures? No real weights have run here, so a tiny pack draws
 * (real stages, sampler, drafts of one step of four) and a synthetic scorer stands for the face network: how near a
 * picture's coarse colours are to those of a sitter who is made up; the judge knows the sitter by other, related ones.
 *   npx tsx bench/search-generated.ts [--people 24] [--side 64]
 * Against a random pick among the same candidates, and against the best of as many finished pictures as the search's
 * work would have paid for; means over sitters with their 95% interval.
 */
import { parseArgs } from 'node:util';
import type { GeneratedRecipe } from '../src/lib/domain/generated';
import { seededCandidates, type SearchCandidate } from '../src/lib/likeness/search/candidates';
import { costOf, FULL, GENERATED_PLANS, type Effort } from '../src/lib/likeness/search/plan';
import { searchLikeness } from '../src/lib/likeness/search/search';
import { normal } from '../tests/support/memory-checkpoint';
import { drawRequest, openTiny, shadedFace } from '../tests/support/tiny-pipeline';
import { bootstrap, correlation } from './search/statistics';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '24' },
		side: { type: 'string', default: '64' },
	},
});
const side = Number(values.side);
/** Cells of a picture across and down, whose mean colours the scorer sees. */
const CELLS = 8;
/** Cosine of what the judge knows of a sitter to what the search knows. */
const RELATED = 0.8;
const STEPS = 4;

const tiny = await openTiny('faceid');
Object.assign(tiny.pipeline.settings.sizes, { least: side });
type Drawn = Awaited<ReturnType<typeof tiny.pipeline.draw>>;

const rows = {
	fast: [] as number[][],
	better: [] as number[][],
	best: [] as number[][],
};
const drafts: number[] = [];
const finals: number[] = [];
for (let person = 0; person < Number(values.people); person++) {
	const next = normal(1000 + person);
	const draw = () => unit(Float64Array.from({ length: CELLS * CELLS * 3 }, next));
	const sitter = draw();
	const other = draw();
	const judge = unit(
		sitter.map((value, i) => RELATED * value + Math.sqrt(1 - RELATED ** 2) * other[i]),
	);
	const identity = await tiny.pipeline.identify([shadedFace(person)]);
	const drawn = new Map<string, Drawn>();
	const picture = async ({ seed }: SearchCandidate, effort: Effort): Promise<Drawn> => {
		const key = `${seed} ${effort.steps}`;
		const known = drawn.get(key);
		if (known) return known;
		const steps = Math.max(1, Math.round(STEPS * effort.steps));
		const recipe: GeneratedRecipe = { ...tiny.recipe, seed, steps, width: side, height: side };
		const made = await tiny.pipeline.draw(drawRequest(recipe, { identity }), () => {});
		drawn.set(key, made);
		return made;
	};
	for (const budget of ['fast', 'better', 'best'] as const) {
		const plan = GENERATED_PLANS[budget];
		const [rung] = plan.rungs;
		const candidates = seededCandidates(977 * person + 1, 0.5, rung.candidates, 0);
		const { results } = await searchLikeness<SearchCandidate, Drawn>(plan, candidates, {
			draw: picture,
			score: async (made) => ({ kind: 'scored', score: near(made, sitter) }),
			release: () => {},
		});
		const full = await Promise.all(candidates.map((candidate) => picture(candidate, FULL)));
		const found = near(results[0].picture, judge);
		const chance = meanOf(full.map((made) => near(made, judge)));
		// What the same work had paid for: finished pictures, the best of them by the scorer.
		const paid = full.slice(0, Math.floor(costOf(plan)));
		const plain = paid.reduce((a, b) => (near(b, sitter) > near(a, sitter) ? b : a));
		rows[budget].push([found - chance, found - near(plain, judge)]);
		if (budget !== 'better') continue;
		const drafted = await Promise.all(
			candidates.map(async (one) => near(await picture(one, rung.effort), sitter)),
		);
		drafts.push(...centred(drafted));
		finals.push(...centred(full.map((made) => near(made, sitter))));
	}
	console.error(`${person + 1} of ${values.people}`);
}
await tiny.pipeline.dispose();

console.log(
	'| budget | sitters | gain to a random pick (95%) | gain to the best of plain pictures |',
);
console.log('|---|---|---|---|');
for (const [budget, gains] of Object.entries(rows)) {
	const [chance, plain] = [0, 1].map((i) => interval(gains.map((gain) => gain[i])));
	console.log(`| ${budget} | ${gains.length} | ${chance} | ${plain} |`);
}
console.log(`drafts and finals of a sitter correlate by ${correlation(drafts, finals).toFixed(2)}`);

/** Cosine of a picture's coarse colours, less their mean, to a sitter's. */
function near({ width, height, rgba }: Drawn, sitter: Float64Array): number {
	const cells = new Float64Array(CELLS * CELLS * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const cell = Math.floor((y * CELLS) / height) * CELLS + Math.floor((x * CELLS) / width);
			for (let c = 0; c < 3; c++) cells[3 * cell + c] += rgba[4 * (y * width + x) + c];
		}
	}
	const mean = meanOf(cells);
	const seen = unit(cells.map((value) => value - mean));
	return seen.reduce((sum, value, i) => sum + value * sitter[i], 0);
}

function unit(values: Float64Array): Float64Array {
	const length = Math.hypot(...values);
	return values.map((value) => value / length);
}

/** How far values are from their mean. */
function centred(values: readonly number[]): number[] {
	const mean = meanOf(values);
	return values.map((value) => value - mean);
}

function meanOf(values: ArrayLike<number>): number {
	return Array.from(values).reduce((a, b) => a + b, 0) / values.length;
}

function interval(differences: readonly number[]): string {
	const { mean, low, high } = bootstrap(differences);
	const signed = (x: number) => (x < 0 ? '' : '+') + x.toFixed(3);
	return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}
