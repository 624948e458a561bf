/**
 * What the pipeline adds to the networks: the share of a step outside of the runtime's run calls, with a full-size UNet
 * of random numbers at 256 x 256 (goal: 5% at most), on the processor or, with --wasm, in the browsers' build of
 * onnxruntime on one thread; with --gpu seconds for 1, 2 and 4 steps at 512 x 512 on a graphics card, where Node finds
 * one.
 *   npx tsx bench/generate.ts [--wasm | --gpu] [--pack FOLDER]
 * Without a pack in FOLDER it compiles one there, which takes 4 GB and minutes; without --pack the folder is a temporary
 * one. Launches of a step are counted by bench/unet-launches.ts.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodeNetworks, type Ort } from '../tests/support/node-networks';
import { manifestShapes, writeCheckpoint } from './compile/checkpoint';
import { compileRandom } from './generate/compile-random';
import { measureRun } from './generate/measure-run';

const SEED = 7;
const { values } = parseArgs({
	options: { gpu: { type: 'boolean' }, wasm: { type: 'boolean' }, pack: { type: 'string' } },
});

if (values.gpu && !hasGraphicsCard()) {
	console.log('skipped: there is no graphics card here (/dev/nvidia*, /dev/dri/render*)');
	process.exit();
}
const folder = mkdtempSync(path.join(tmpdir(), 'likeness-generate-'));
try {
	const pack = values.pack ?? path.join(folder, 'pack');
	if (!existsSync(path.join(pack, 'pack.json'))) await compile(pack);
	if (values.gpu) {
		for (const steps of [1, 2, 4]) {
			// The first run compiles shaders.
			const runtime = nodeNetworks('webgpu');
			const [, measured] = await measureRun(runtime, pack, { side: 512, steps, runs: 2 });
			console.log(`512 x 512, ${steps} steps: ${(measured.milliseconds / 1000).toFixed(2)} s`);
		}
	} else {
		const runtime = values.wasm
			? nodeNetworks('wasm', 1, (await import('onnxruntime-web')) as unknown as Ort)
			: nodeNetworks('cpu', availableParallelism());
		const [warm, measured] = await measureRun(runtime, pack, { side: 256, steps: 3, runs: 2 });
		console.table({ 'first run': row(warm), 'second run': row(measured) });
		const share = (100 * measured.outside) / measured.milliseconds;
		console.log(`outside of run calls: ${share.toFixed(2)}% of a step (goal: 5% at most)`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function compile(pack: string): Promise<void> {
	const checkpoint = path.join(folder, 'unet.safetensors');
	writeCheckpoint(checkpoint, manifestShapes('sd15_unet'), SEED);
	await compileRandom(checkpoint, pack);
	rmSync(checkpoint);
}

function row({ milliseconds, outside, steps }: Awaited<ReturnType<typeof measureRun>>[number]) {
	return {
		'seconds a step': Number((milliseconds / steps / 1000).toFixed(3)),
		'ms outside a step': Number((outside / steps).toFixed(2)),
	};
}

function hasGraphicsCard(): boolean {
	const nodes = existsSync('/dev/dri') ? readdirSync('/dev/dri') : [];
	return existsSync('/dev/nvidia0') || nodes.some((name) => name.startsWith('render'));
}
