/**
 * Time, passes (kernel runs: as many as a GPU gets), most memory that its planes took at one time and costliest passes
 * of every style, at preview, final and print size, on the CPU executor; and what the preparation takes:
 *   npx tsx bench/styles.ts [photo] [side ...]
 * Milliseconds of processor time on one core; the styles' after preparation. Where there is WebGPU, the studio reports
 * its own time with every rendering.
 */
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { Executor } from '../src/lib/compute/kernel';
import { PRINT_SIDE } from '../src/lib/domain/outputs';
import { PREVIEW_SIDE, FINAL_SIDE, STYLE_IDS } from '../src/lib/domain/recipe';
import { drawnPortrait } from '../src/lib/instant/drawn-portrait';
import { compose } from '../src/lib/instant/composition';
import { disposePhoto, preparePhoto } from '../src/lib/instant/prepare/photo-preparation';
import {
	disposePrepared,
	prepareComposition,
	workingSide,
} from '../src/lib/instant/prepare/prepare';
import { STYLES } from '../src/lib/instant/styles';
import { loadPortrait } from '../tools/portraits';

const [path, ...sides] = process.argv.slice(2);
const portrait = path ? await loadPortrait(path) : drawnPortrait(FINAL_SIDE);
const passes = new Map<string, number>();
let runs = 0;
const cpu = createCpuExecutor();
const executor = timed(cpu);

console.log(
	'| style | side | ms | passes | peak MB | costliest passes (ms) |\n|---|---|---|---|---|---|',
);
for (const side of sides.length > 0 ? sides.map(Number) : [PREVIEW_SIDE, FINAL_SIDE, PRINT_SIDE]) {
	const before = process.cpuUsage();
	const photo = await preparePhoto(executor, portrait, workingSide(portrait, side));
	console.log(`| preparation | ${side} | ${since(before)} | | | |`);
	for (const style of STYLE_IDS) {
		const { fromPortrait } = compose(portrait, { version: 1, style, seed: 0 }, side);
		const prepared = await prepareComposition(executor, photo, portrait, fromPortrait, side);
		const draw = () =>
			executor.scope(async () => {
				const context = { executor, prepared, seed: 0, tuning: {}, onFraction: () => {} };
				await STYLES[style].draw(context);
			});
		if (side < FINAL_SIDE) await draw(); // lets the compiler see the loops first
		passes.clear();
		runs = 0;
		cpu.resetPeak();
		const start = process.cpuUsage();
		await draw();
		const total = since(start);
		const costliest = [...passes].sort((a, b) => b[1] - a[1]).slice(0, 8);
		const list = costliest.map(([name, ms]) => `${name} ${Math.round(ms)}`).join(', ');
		const megabytes = Math.round(cpu.peakBytes / 2 ** 20);
		console.log(`| ${style} | ${side} | ${total} | ${runs} | ${megabytes} | ${list} |`);
		disposePrepared(executor, prepared);
	}
	disposePhoto(executor, photo);
}

/** Whole milliseconds of processor time. */
function since(start: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(start);
	return Math.round((user + system) / 1000);
}

function timed(inner: Executor): Executor {
	return {
		...inner,
		run(kernel, inputs, params, size) {
			runs++;
			const start = process.cpuUsage();
			const plane = inner.run(kernel, inputs, params, size);
			const { user } = process.cpuUsage(start);
			passes.set(kernel.name, (passes.get(kernel.name) ?? 0) + user / 1000);
			return plane;
		},
	};
}
