import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { compilePack } from '../../src/lib/compiler/compile/compile';
import { encodeManifest } from '../../src/lib/pack/archive/write';
import { memorySource } from '../../tests/golden/fixture';
import { FileSource } from '../../tools/pack/file-source';
import { FolderSink } from '../../tools/pack/folder-sink';
import { CONFIG, randomComponent, randomPack, WEIGHTS } from '../compile/random-pack';

/** A pack folder, quantised as small packs are, of a checkpoint of random numbers. */
export async function compileRandom(checkpoint: string, folder: string): Promise<void> {
	const source = await FileSource.open(checkpoint);
	const component = randomComponent(source.size);
	// Nobody checks the hashes of random numbers.
	const common = { component, repo: 'random', commit: '', sha256: async () => '0'.repeat(64) };
	const config = memorySource(new TextEncoder().encode(CONFIG.text));
	const sink = await FolderSink.open(folder, 'random');
	const manifest = await compilePack(
		{
			pack: randomPack('small'),
			files: [
				{ ...common, path: WEIGHTS, source },
				{ ...common, path: CONFIG.path, source: config },
			],
		},
		sink,
		() => {},
	);
	await Promise.all([source.close(), sink.close(true)]);
	writeFileSync(path.join(folder, 'pack.json'), encodeManifest(manifest));
}
