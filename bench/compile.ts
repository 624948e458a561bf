/**
 * Compiles a full-size checkpoint of random numbers and compares that with reading, hashing and writing the same
 * bytes in the same run; with --step, then runs one step of the compiled UNet at 256 x 256 and compares it with
 * the same weights in float32 (takes about 10 GB of memory):
 *   npx tsx bench/compile.ts [--step]
 * Takes about 8 GB in the folder for temporary files and leaves nothing there.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installInChromium } from './compile/chromium';
import { manifestShapes, writeCheckpoint } from './compile/checkpoint';
import { CONFIG } from './compile/random-pack';
import { compareSteps } from './compile/unet-step';

const SEED = 7;
const WORK = path.resolve(import.meta.dirname, 'compile/work.ts');

const folder = mkdtempSync(path.join(tmpdir(), 'likeness-compile-'));
try {
	const checkpoint = path.join(folder, 'unet.safetensors');
	const bytes = writeCheckpoint(checkpoint, manifestShapes('sd15_unet'), SEED);
	writeFileSync(`${checkpoint}.json`, CONFIG.text);
	const copy = measure('copy', checkpoint, path.join(folder, 'copy'));
	rmSync(path.join(folder, 'copy'));
	const compile = measure('compile', checkpoint, path.join(folder, 'small'), 'small');
	const chromium = await installInChromium(checkpoint, 'small');
	console.table({
		'read, hash, write': row(bytes, copy),
		'compile to small': row(bytes, compile),
		'download and compile in Chromium': row(bytes, chromium),
	});
	console.log(`same bytes in Chromium: ${sameFiles(path.join(folder, 'small'), chromium.hashes)}`);
	console.log(`speed: ${percent(copy.seconds / compile.seconds)} (goal: 50%)`);
	console.log(`in CPU time: ${percent(copy.cpuSeconds! / compile.cpuSeconds!)}`);
	if (process.argv.includes('--step')) {
		measure('compile', checkpoint, path.join(folder, 'float32'), 'float32');
		rmSync(checkpoint);
		console.table(compareSteps(path.join(folder, 'small'), path.join(folder, 'float32')));
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}

interface Measured {
	readonly seconds: number;
	readonly cpuSeconds?: number;
	/** Above what the process had before it began. */
	readonly peakBytes: number;
}

function measure(work: string, ...args: readonly string[]): Measured {
	const output = execFileSync('npx', ['tsx', WORK, work, ...args], { encoding: 'utf8' });
	return JSON.parse(output.trim().split('\n').at(-1)!) as Measured;
}

/** Whether the folder holds exactly the files of these hashes. */
function sameFiles(folder: string, hashes: Readonly<Record<string, string>>): boolean {
	return Object.entries(hashes).every(([name, sha256]) => {
		const bytes = readFileSync(path.join(folder, name));
		return createHash('sha256').update(bytes).digest('hex') === sha256;
	});
}

function row(bytes: number, { seconds, cpuSeconds, peakBytes }: Measured) {
	return {
		'MB/s': Math.round(bytes / 1e6 / seconds),
		seconds: Number(seconds.toFixed(1)),
		'CPU seconds': cpuSeconds === undefined ? '' : Number(cpuSeconds.toFixed(1)),
		'peak MB': Math.round(peakBytes / 1e6),
	};
}

function percent(share: number): string {
	return `${(100 * share).toFixed(0)}%`;
}
