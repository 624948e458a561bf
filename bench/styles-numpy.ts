/**
 * Our styles on the CPU beside the numpy prototype's (../shared/reference/instant/prototype): the same photo, the
 * same preparation (ours), the same size, the same machine, drawing alone, the least of three after a first one that compiles.
 *   npx tsx bench/styles-numpy.ts [photo] [--sides 384,1024] [--threads 1,2] [--styles oil,comic]
 * Milliseconds of processor time, in which other work on the machine does not count. Our drawing runs on one core; on
 * two the app draws two pictures beside each other, the prototype one: half its processor time is the least that one
 * picture can take it. Skips where the prototype or a Python with numpy, OpenCV, numba and scipy is missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import { STYLE_IDS, type StyleId } from '../src/lib/domain/recipe';
import { compose } from '../src/lib/instant/composition';
import { prepare } from '../src/lib/instant/prepare/prepare';
import type { Prepared } from '../src/lib/instant/prepared';
import { STYLES } from '../src/lib/instant/styles';
import { loadPortrait, ROOT } from '../tools/portraits';

const PROTOTYPE = resolve(ROOT, '../shared/reference/instant/prototype');
const FUNCTIONS: Record<StyleId, string> = {
	watercolour: 'st1.watercolor',
	poster: 'st1.poster',
	engraving: 'st2.engrave',
	oil: 'st1.oil',
	medallion: 'st3.medal',
	papercut: 'st3.papercut',
	neon: 'st2.neon',
	comic: 'st1.comic',
	crayons: 'st2.crayons',
	ukiyoe: 'st3.ukiyo',
	pixel: 'st2.pixel',
	lowpoly: 'st2.lowpoly',
};

/** Drawings after the first, of which the quickest counts. */
const ROUNDS = 3;

interface Timing {
	readonly style: StyleId;
	readonly cpu?: number;
	readonly wall?: number;
	readonly error?: string;
}

const { values, positionals } = parseArgs({
	options: {
		sides: { type: 'string', default: '384,1024' },
		threads: { type: 'string', default: '1,2' },
		styles: { type: 'string', default: STYLE_IDS.join(',') },
	},
	allowPositionals: true,
});
const styles = values.styles.split(',') as StyleId[];
const python = pythonWithNumpy();
if (!python || !existsSync(PROTOTYPE)) {
	const missing = python ? PROTOTYPE : 'a Python with numpy, cv2, numba and scipy (PYTHON=path)';
	console.log(`skipped: there is no ${missing}`);
	process.exit(0);
}
const portrait = await loadPortrait(positionals[0] ?? 'face_single_512_astronaut');
const executor = createCpuExecutor();
let slower = 0;

for (const side of values.sides.split(',').map(Number)) {
	const prepared = new Map<StyleId, Prepared>();
	for (const style of styles) {
		const { fromPortrait } = compose(portrait, { version: 1, style, seed: 0 }, side);
		prepared.set(style, await prepare(executor, portrait, fromPortrait, side));
	}
	const ours = new Map<StyleId, number>();
	for (const style of styles) ours.set(style, await drawn(style, prepared.get(style)!));
	for (const threads of values.threads.split(',').map(Number)) {
		const theirs = await prototypes(python, prepared.get(styles[0])!, threads);
		console.log(`\n${side} px, prototype on ${threads} thread${threads > 1 ? 's' : ''}\n`);
		console.log('| style | ours ms | numpy ms (processor) | numpy ms (wall) | numpy / ours |');
		console.log('|---|---|---|---|---|');
		for (const { style, cpu, wall, error } of theirs) {
			const ms = ours.get(style)!;
			if (cpu === undefined || wall === undefined) {
				console.log(`| ${style} | ${Math.round(ms)} | failed: ${error} | | |`);
				continue;
			}
			const least = cpu / threads;
			if (least <= ms) slower++;
			const times = [ms, cpu, wall].map(Math.round).join(' | ');
			console.log(`| ${style} | ${times} | ${(least / ms).toFixed(2)} |`);
		}
	}
	for (const { planes } of prepared.values()) executor.release(...Object.values(planes));
}
console.log(`\nours is slower in ${slower} rows`);

/** Least processor time of a drawing, after one that the compiler could see. */
async function drawn(style: StyleId, prepared: Prepared): Promise<number> {
	let least = Infinity;
	for (let round = 0; round <= ROUNDS; round++) {
		const start = process.cpuUsage();
		await executor.scope(async () => {
			await STYLES[style].draw({ executor, prepared, seed: 0, tuning: {}, onFraction: () => {} });
		});
		const { user, system } = process.cpuUsage(start);
		if (round > 0) least = Math.min(least, (user + system) / 1000);
	}
	return least;
}

async function prototypes(python: string, prepared: Prepared, threads: number): Promise<Timing[]> {
	const folder = mkdtempSync(join(tmpdir(), 'likeness-numpy-'));
	try {
		const { side, skin, landmarks, planes } = prepared;
		for (const name of ['image', 'alpha', 'face', 'skin'] as const) {
			const { data } = await executor.download(planes[name]);
			writeFileSync(join(folder, `${name}.f32`), data);
		}
		const { median, target } = skin;
		const meta = { side, median, target, landmarks: [...landmarks] };
		writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta));
		const cache = join(folder, 'cache');
		mkdirSync(cache);
		const script = resolve(import.meta.dirname, 'numpy/time_prototype.py');
		const entries = styles.map((style) => `${style}=${FUNCTIONS[style]}`);
		const { stdout, stderr, status } = spawnSync(
			python,
			[script, PROTOTYPE, folder, String(threads), String(ROUNDS), ...entries],
			{ encoding: 'utf8', env: { ...process.env, NUMBA_CACHE_DIR: cache } },
		);
		if (status !== 0) throw new Error(`the prototype failed:\n${stderr}`);
		return stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Timing);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function pythonWithNumpy(): string | undefined {
	const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'];
	return candidates.find(
		(path) => path && spawnSync(path, ['-c', 'import numpy, cv2, numba, scipy']).status === 0,
	);
}
