/** `npm run pack`: compiles checkpoints into a pack beside the app. See HELP in options.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PackPlan } from '../../src/lib/compiler/compile/plan';
import { catalogueRecipe } from './catalogue-recipe';
import { fullSizePlan } from './full-size';
import { HELP, readOptions, type PackOptions } from './options';
import { recipeOfFiles } from './own-files';
import { readRecipe, type Recipe } from './recipe';
import { describePlan } from './report';
import { withPlan, writePack } from './write-pack';

const interrupted = new AbortController();
process.once('SIGINT', () =>
	interrupted.abort(new Error('interrupted; the next run goes on here')),
);

try {
	const options = readOptions(process.argv.slice(2));
	if (options.help || (!options.sources.length && !options.fullSize)) console.log(HELP);
	else if (options.fullSize) console.log(describePlan(await fullSizePlan(options.fullSize)));
	else await run(options, interrupted.signal);
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}

async function run(options: PackOptions, signal: AbortSignal): Promise<void> {
	const recipe = await chooseRecipe(options);
	const log = (line: string) => console.log(line);
	const write = async (plan: PackPlan) => {
		if (options.plan) return log(describePlan(plan));
		const out = path.resolve(options.out);
		const { files } = await writePack(recipe, plan, out, progressTo(process.stderr), signal);
		const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
		const folder = path.relative('.', path.join(out, recipe.pack.id));
		log(`${recipe.pack.id}: ${(bytes / 1e6).toFixed(1)} MB in ${folder}`);
	};
	await withPlan(recipe, { folder: options.downloads, log }, write, signal);
}

async function chooseRecipe(options: PackOptions): Promise<Recipe> {
	const [first, ...others] = options.sources;
	if (!others.length && first.endsWith('.json')) return readRecipe(first);
	if (!others.length && !existsSync(first)) return catalogueRecipe(first);
	return recipeOfFiles(options);
}

/** One line that is written over on a terminal; every tenth part of the way elsewhere. */
function progressTo(stream: NodeJS.WriteStream) {
	let shown = -1;
	return ({ step, steps, current }: { step: number; steps: number; current: string }) => {
		const tenth = Math.floor((10 * step) / steps);
		if (stream.isTTY)
			stream.write(`\r\x1b[K${step}/${steps} ${current}${step === steps ? '\n' : ''}`);
		else if (tenth > shown) stream.write(`${step}/${steps} ${current}\n`);
		shown = tenth;
	};
}
