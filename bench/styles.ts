/**
 * Time, passes (kernel runs: as many as a GPU gets), memory of the process and costliest passes of every style, at preview,
 * final and print size, on the CPU executor:
 *   npx tsx bench/styles.ts [photo] [side ...]
 * Milliseconds of processor time on one core, after preparation. Where there is WebGPU, the studio reports
 * its own time with every rendering.
 */
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { Executor } from '../src/lib/compute/kernel';
import { PRINT_SIDE } from '../src/lib/domain/outputs';
import { PREVIEW_SIDE, FINAL_SIDE, STYLE_IDS } from '../src/lib/domain/recipe';
import { drawnPortrait } from '../src/lib/instant/drawn-portrait';
import { compose } from '../src/lib/instant/composition';
import { prepare } from '../src/lib/instant/prepare/prepare';
import { STYLES } from '../src/lib/instant/styles';
import { loadPortrait } from '../tools/portraits';

const [photo, ...sides] = process.argv.slice(2);
const portrait = photo ? await loadPortrait(photo) : drawnPortrait(FINAL_SIDE);
const passes = new Map<string, number>();
let runs = 0;
const executor = timed(createCpuExecutor());

console.log(
	'| style | side | ms | passes | MB | costliest passes (ms) |\n|---|---|---|---|---|---|',
);
for (const side of sides.length > 0 ? sides.map(Number) : [PREVIEW_SIDE, FINAL_SIDE, PRINT_SIDE]) {
	for (const style of STYLE_IDS) {
		const { fromPortrait } = compose(portrait, { version: 1, style, seed: 0 }, side);
		const prepared = await prepare(executor, portrait, fromPortrait, side);
		const draw = () =>
			STYLES[style].draw({ executor, prepared, seed: 0, tuning: {}, onFraction: () => {} });
		if (side < FINAL_SIDE) await draw(); // lets the compiler see the loops first
		passes.clear();
		runs = 0;
		const start = process.cpuUsage();
		await draw();
		const total = process.cpuUsage(start).user / 1000;
		const costliest = [...passes].sort((a, b) => b[1] - a[1]).slice(0, 8);
		const list = costliest.map(([name, ms]) => `${name} ${Math.round(ms)}`).join(', ');
		const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
		console.log(`| ${style} | ${side} | ${Math.round(total)} | ${runs} | ${megabytes} | ${list} |`);
	}
}

function timed(inner: Executor): Executor {
	return {
		...inner,
		run(kernel, inputs, params, size) {
			runs++;
			const start = process.cpuUsage();
			const plane = inner.run(kernel, inputs, params, size);
			const ms = process.cpuUsage(start).user / 1000;
			passes.set(kernel.name, (passes.get(kernel.name) ?? 0) + ms);
			return plane;
		},
	};
}
