/**
 * CPU time of the shared preparation on the CPU path, in which other work on the machine does not count:
 *   npx tsx bench/prepare.ts [portrait.bin ...]
 * Portraits are those that `npm run sheets` left in out/portraits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deserialize } from 'node:v8';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { Portrait } from '../src/lib/domain/face';
import { FINAL_SIDE, PREVIEW_SIDE } from '../src/lib/domain/recipe';
import { preparePhoto } from '../src/lib/instant/prepare/photo-preparation';
import { prepareComposition, workingSide } from '../src/lib/instant/prepare/prepare';

const folder = resolve(import.meta.dirname, '../out/portraits');
const files = process.argv.slice(2);
if (files.length === 0) {
	files.push(
		...readdirSync(folder)
			.slice(0, 3)
			.map((name) => resolve(folder, name)),
	);
}
const executor = createCpuExecutor();
const rows = [];
for (const side of [PREVIEW_SIDE, FINAL_SIDE]) {
	for (const file of files) {
		const portrait = deserialize(readFileSync(file)) as Portrait;
		const start = cpuTime();
		const photo = await preparePhoto(executor, portrait, workingSide(portrait, side));
		const middle = cpuTime();
		const scale = side / portrait.side;
		await prepareComposition(executor, photo, portrait, [scale, 0, 0, 0, scale, 0], side);
		rows.push({
			portrait: file.split('/').at(-1),
			side,
			'photo ms': Math.round(middle - start),
			'composition ms': Math.round(cpuTime() - middle),
		});
	}
}
console.table(rows);

/** Milliseconds that this process has computed. */
function cpuTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
