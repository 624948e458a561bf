/** Runs one of the measured works in a process of its own and prints what it took: bench/compile.ts starts it. */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { executePlan } from '../../src/lib/compiler/compile/execute';
import { planPack } from '../../src/lib/compiler/compile/compile';
import type { PackEntry } from '../../src/lib/domain/pack-catalogue';
import { FileSource } from '../../tools/pack/file-source';
import { FolderSink } from '../../tools/pack/folder-sink';
import { hashFile } from '../../tools/pack/hash-file';
import { CONFIG, randomComponent, randomPack, WEIGHTS } from './random-pack';

const [work, file, out, precision] = process.argv.slice(2);
const baseline = process.resourceUsage().maxRSS * 1024;
const start = performance.now();
const cpu = process.cpuUsage();
if (work === 'copy') await copy();
else await compile();
const { user, system } = process.cpuUsage(cpu);
console.log(
	JSON.stringify({
		seconds: (performance.now() - start) / 1000,
		cpuSeconds: (user + system) / 1e6,
		peakBytes: process.resourceUsage().maxRSS * 1024 - baseline,
	}),
);

/** Reads, hashes and writes the bytes, and nothing else. */
async function copy(): Promise<void> {
	const source = await FileSource.open(file);
	const target = await open(out, 'w');
	const hash = createHash('sha256');
	for (let at = 0; at < source.size; at += 2 ** 23) {
		const bytes = await source.read(at, Math.min(source.size, at + 2 ** 23));
		hash.update(bytes);
		await target.write(bytes);
	}
	await target.sync();
	await target.close();
	hash.digest();
}

async function compile(): Promise<void> {
	const source = await FileSource.open(file);
	const config = await FileSource.open(`${file}.json`);
	const hash = hashFile(file);
	const component = randomComponent(source.size);
	const pack = randomPack(precision as PackEntry['precision']);
	const common = { component, repo: 'random', commit: '' };
	const plan = await planPack({
		pack,
		files: [
			{ ...common, path: WEIGHTS, source, sha256: async () => (await hash).sha256 },
			{
				...common,
				path: CONFIG.path,
				source: config,
				sha256: async () =>
					createHash('sha256')
						.update(await readFile(`${file}.json`))
						.digest('hex'),
			},
		],
	});
	const sink = await FolderSink.open(out, plan.key);
	await executePlan(plan, sink, () => {});
	await sink.close(true);
}
