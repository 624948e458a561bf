/** `npm run pack`: compiles checkpoints into a pack beside the app. See HELP in options.ts. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planPack } from '../../src/lib/compiler/compile/compile';
import { executePlan } from '../../src/lib/compiler/compile/execute';
import { MANIFEST_FILE } from '../../src/lib/domain/pack-catalogue';
import { checkManifest } from '../../src/lib/pack/archive/manifest';
import { catalogueRecipe } from './catalogue-recipe';
import { FolderSink } from './folder-sink';
import { fullSizePlan } from './full-size';
import { gatherFiles } from './gather';
import { hashFile } from './hash-file';
import { listPack } from './index-file';
import { HELP, readOptions, type PackOptions } from './options';
import { recipeOfFiles } from './own-files';
import { readRecipe, type Recipe } from './recipe';
import { describePlan } from './report';

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
	const files = await gatherFiles(recipe, options.downloads, log, signal);
	const plan = await planPack({ pack: recipe.pack, files }, signal);
	if (options.plan) {
		log(describePlan(plan));
		return;
	}
	const folder = path.resolve(options.out, recipe.pack.id);
	const sink = await FolderSink.open(folder, plan.key);
	let finished = false;
	try {
		if (sink.committed) log(`going on at step ${sink.committed}`);
		const manifest = await executePlan(plan, sink, progressTo(process.stderr), signal);
		// The app reads it with the same eyes.
		checkManifest(manifest, MANIFEST_FILE);
		const file = path.join(folder, MANIFEST_FILE);
		await writeFile(file, `${JSON.stringify(manifest, null, '\t')}\n`);
		await listPack(path.resolve(options.out), recipe, manifest, (await hashFile(file)).sha256);
		finished = true;
		const bytes = manifest.files.reduce((sum, one) => sum + one.bytes, 0);
		log(`${recipe.pack.id}: ${(bytes / 1e6).toFixed(1)} MB in ${path.relative('.', folder)}`);
	} finally {
		await sink.close(finished);
	}
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
