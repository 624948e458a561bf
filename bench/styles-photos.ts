/**
 * Every style on every photo beside the checkout (../shared/photos): nothing may throw, no picture may be blank and
 * no cutout empty or whole.
 *   npx tsx bench/styles-photos.ts [--side 144] [photo ...]
 * Portraits are kept in out/portraits, so that a second run finds no face again. Photos without a face are listed.
 */
import { existsSync, readdirSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { CpuPlane } from '../src/lib/compute/kernel';
import type { Portrait } from '../src/lib/domain/face';
import { STYLE_IDS } from '../src/lib/domain/recipe';
import { createStudio } from '../src/lib/instant/studio';
import { loadPortrait, ROOT } from '../tools/portraits';

/** Least standard deviation of a picture's values, 0..1. */
const LEAST_SPREAD = 0.06;
/** Least and greatest share of the picture that the figure covers. */
const COVERED = [0.04, 0.97] as const;

const { values, positionals } = parseArgs({
	options: { side: { type: 'string', default: '144' } },
	allowPositionals: true,
});
const side = Number(values.side);
const folder = resolve(ROOT, '../shared/photos');
if (positionals.length === 0 && !existsSync(folder)) {
	console.log('skipped: there are no photos beside the checkout (../shared/photos)');
	process.exit(0);
}
const photos = positionals.length > 0 ? positionals : photosIn(folder);
const studio = createStudio(createCpuExecutor());
const faceless: string[] = [];
const broken: string[] = [];
const spreads = new Map<string, number[]>(STYLE_IDS.map((style) => [style, []]));
const covers = new Map<string, number[]>(STYLE_IDS.map((style) => [style, []]));
let drawn = 0;

for (const [number, photo] of photos.entries()) {
	const name = photo.slice(folder.length + 1);
	const portrait = await portraitOf(photo);
	if (!portrait) {
		faceless.push(name);
		continue;
	}
	studio.open(portrait);
	for (const style of STYLE_IDS) {
		try {
			const recipe = { version: 1, style, seed: number % 4 } as const;
			const { picture, cutout } = await studio.render(recipe, side);
			drawn++;
			judge(`${name} ${style}`, style, picture, cutout);
		} catch (error) {
			broken.push(`${name} ${style}: threw ${String(error)}`);
		}
	}
	console.error(`${number + 1}/${photos.length} ${name}`);
}

console.table(
	STYLE_IDS.map((style) => ({
		style,
		pictures: spreads.get(style)!.length,
		'least spread': Math.min(...spreads.get(style)!).toFixed(3),
		'least covered': Math.min(...covers.get(style)!).toFixed(3),
		'most covered': Math.max(...covers.get(style)!).toFixed(3),
	})),
);
console.log(`${drawn} pictures of ${photos.length - faceless.length} photos at ${side} px`);
console.log(`no face: ${faceless.join(', ') || 'none'}`);
console.log(`broken: ${broken.length}\n${broken.join('\n')}`);
if (broken.length > 0) process.exitCode = 1;

/** null where there is no face; anything else that is wrong with a photo is told as broken. */
async function portraitOf(photo: string): Promise<Portrait | null> {
	try {
		return await loadPortrait(photo);
	} catch (error) {
		if (!/no face/.test(String(error))) broken.push(`${photo}: ${String(error)}`);
		return null;
	}
}

function judge(name: string, style: string, picture: CpuPlane, cutout: CpuPlane): void {
	const { data } = picture;
	const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
	const spread = Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length);
	const covered = cutout.data.reduce((sum, v) => sum + v, 0) / cutout.data.length;
	spreads.get(style)!.push(spread);
	covers.get(style)!.push(covered);
	if (!data.every((v) => v >= 0 && v <= 1)) broken.push(`${name}: values outside of 0..1`);
	if (!(spread >= LEAST_SPREAD)) broken.push(`${name}: spread ${spread.toFixed(3)}`);
	if (!(covered >= COVERED[0] && covered <= COVERED[1])) {
		broken.push(`${name}: covers ${covered.toFixed(3)}`);
	}
}

function photosIn(path: string): string[] {
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(jpe?g|png|webp)$/i.test(extname(name)))
		.sort()
		.map((name) => resolve(path, name));
}
