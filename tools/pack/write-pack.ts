import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planPack } from '../../src/lib/compiler/compile/compile';
import type { CompileProgress } from '../../src/lib/compiler/compile/contract';
import { executePlan } from '../../src/lib/compiler/compile/execute';
import type { PackPlan } from '../../src/lib/compiler/compile/plan';
import type { PackManifest } from '../../src/lib/domain/pack';
import { MANIFEST_FILE } from '../../src/lib/domain/pack-catalogue';
import { checkManifest } from '../../src/lib/pack/archive/manifest';
import type { DownloadOptions } from './download';
import { FolderSink } from './folder-sink';
import { gatherFiles } from './gather';
import { hashFile } from './hash-file';
import { listPack } from './index-file';
import type { Recipe } from './recipe';

/**
 * Fetches the files of a recipe, plans its pack and does with the plan what is to be done; the files are open
 * meanwhile. @throws Error, CompileError, signal.reason
 */
export async function withPlan<T>(
	recipe: Recipe,
	downloads: DownloadOptions,
	work: (plan: PackPlan) => Promise<T> | T,
	signal?: AbortSignal,
): Promise<T> {
	const files = await gatherFiles(recipe, downloads, signal);
	try {
		return await work(await planPack({ pack: recipe.pack, files }, signal));
	} finally {
		await Promise.all(files.map(({ source }) => source.close()));
	}
}

/**
 * Compiles a planned pack into `<folder>/<id>` and lists it in the index of the folder; goes on where an
 * earlier run of the same plan stopped. @throws Error, CompileError, signal.reason
 */
export async function writePack(
	recipe: Recipe,
	plan: PackPlan,
	folder: string,
	onProgress: (progress: CompileProgress) => void,
	signal?: AbortSignal,
): Promise<PackManifest> {
	const own = path.join(folder, recipe.pack.id);
	const sink = await FolderSink.open(own, plan.key);
	let finished = false;
	try {
		const manifest = await executePlan(plan, sink, onProgress, signal);
		// The app reads it with the same eyes.
		checkManifest(manifest, MANIFEST_FILE);
		const file = path.join(own, MANIFEST_FILE);
		await writeFile(file, `${JSON.stringify(manifest, null, '\t')}\n`);
		await listPack(folder, recipe, manifest, (await hashFile(file)).sha256);
		finished = true;
		return manifest;
	} finally {
		await sink.close(finished);
	}
}
