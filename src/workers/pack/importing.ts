import { PackError, type InstalledPack } from '$lib/domain/pack';
import { identifyFiles } from '$lib/pack/archive/identify';
import type { PackStore } from '$lib/pack/contract';
import type { OnFraction } from '../api';
import { counting } from './counting';
import { compileOwnFiles } from './own-files';

/**
 * Makes a pack of files that the person has: an exported pack, the folder of one, or checkpoints.
 * @throws PackError; CompileError; signal.reason
 */
export async function importPack(
	store: PackStore,
	files: readonly File[],
	onFraction: OnFraction,
	signal: AbortSignal,
): Promise<InstalledPack> {
	if (files.length === 0) throw new PackError('not-found', 'no file was chosen');
	const found = await identifyFiles(files, signal);
	if (found.kind === 'weights') return compileOwnFiles(store, found, onFraction, signal);
	const { manifest, files: contents } = found.pack;
	const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
	return store.adopt(manifest, contents, counting(total, onFraction), signal);
}
