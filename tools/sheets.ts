/**
 * Contact sheets of the instant styles, to look at: every photo x four seeds, one sheet a style.
 *   npm run sheets -- [--side 384] [--styles watercolour,poster] [--seeds 0,1,2,3] [--photos A,B] [--prepared]
 * Photos are file names without ending under ../shared/photos, or paths; without --photos the official
 * portraits and the astronaut. --prepared draws the preparation instead of a style. Pictures go to out/sheets.
 */
import { mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { CpuPlane } from '../src/lib/compute/kernel';
import { STYLE_IDS, type StyleId } from '../src/lib/domain/recipe';
import { createStudio, type Studio } from '../src/lib/instant/studio';
import { loadPortrait, ROOT, standardPhotos } from './portraits';
import { preparedRow } from './prepared-row';

const { values: options } = parseArgs({
	options: {
		side: { type: 'string', default: '384' },
		styles: { type: 'string', default: STYLE_IDS.join() },
		seeds: { type: 'string', default: '0,1,2,3' },
		photos: { type: 'string' },
		prepared: { type: 'boolean', default: false },
	},
});
const side = Number(options.side);
const seeds = options.seeds.split(',').map(Number);
const photos = options.photos?.split(',') ?? standardPhotos();
const folder = resolve(ROOT, 'out/sheets');
mkdirSync(folder, { recursive: true });

const executor = createCpuExecutor();
const styles = options.prepared ? ['prepared'] : (options.styles.split(',') as StyleId[]);
const sheets = new Map(styles.map((name) => [name, [] as CpuPlane[][]]));

// One photo after another, so that its preparation serves all styles.
for (const photo of photos) {
	const portrait = await loadPortrait(photo);
	const studio = createStudio(executor);
	studio.open(portrait);
	for (const [name, rows] of sheets) {
		const start = performance.now();
		try {
			if (options.prepared) rows.push(await preparedRow(executor, portrait, seeds, side));
			else rows.push(await styleRow(studio, name as StyleId));
		} catch (error) {
			console.error(`${name} ${basename(photo)}: ${error}`);
			process.exitCode = 1;
			continue;
		}
		console.log(`${name} ${basename(photo)}: ${Math.round(performance.now() - start)} ms`);
		// Written after every row, so that the first ones can be looked at.
		await writeGrid(resolve(folder, `${name}.png`), rows);
	}
	studio.dispose();
}

async function styleRow(studio: Studio, style: StyleId): Promise<CpuPlane[]> {
	const pictures: CpuPlane[] = [];
	for (const seed of seeds) {
		const { picture } = await studio.render({ version: 1, style, seed }, side);
		pictures.push(picture);
	}
	return pictures;
}

async function writeGrid(path: string, rows: readonly CpuPlane[][]): Promise<void> {
	const width = Math.max(...rows.map((row) => row.length)) * side;
	const cells = await Promise.all(
		rows.flatMap((row, y) =>
			row.map(async (plane, x) => ({ input: await png(plane), left: x * side, top: y * side })),
		),
	);
	await sharp({ create: { width, height: rows.length * side, channels: 3, background: '#888' } })
		.composite(cells)
		.png()
		.toFile(path);
}

/** A plane of 1 or 3 channels, 0..1, as PNG. */
function png({ width, height, channels, data }: CpuPlane): Promise<Buffer> {
	const bytes = Uint8ClampedArray.from(data, (value) => value * 255);
	const raw = { width, height, channels: channels as 1 | 3 };
	return sharp(Buffer.from(bytes.buffer), { raw }).png().toBuffer();
}
