/**
 * The sample avatars of the start page and the README, drawn by the app's own styles:
 *   npm run samples -- [PHOTO] [--styles medallion,oil]
 * Writes static/styles/<style>.webp and, from those of all styles, docs/images/styles.webp. See docs/decisions/0004.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import { FINAL_SIDE, type StyleId } from '../src/lib/domain/recipe';
import { SAMPLE_SEEDS, STYLE_ORDER } from '../src/lib/domain/style-order';
import { createStudio } from '../src/lib/instant/studio';
import { loadPortrait, ROOT } from './portraits';

/** Large enough for a dense screen. */
const SAMPLE_SIDE = 640;
/** Of the picture of all styles: as many in a row, and the side and gap of each. */
const COLUMNS = 6;
const SIDE = 256;
const GAP = 12;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { styles: { type: 'string' } },
});
const [photo = 'face_single_512_astronaut'] = positionals;
const wanted = values.styles?.split(',');
const studio = createStudio(createCpuExecutor());
studio.open(await loadPortrait(photo));
mkdirSync(resolve(ROOT, 'static/styles'), { recursive: true });
mkdirSync(resolve(ROOT, 'docs/images'), { recursive: true });

for (const style of STYLE_ORDER.filter((style) => !wanted || wanted.includes(style))) {
	const recipe = { version: 1, style, seed: SAMPLE_SEEDS[style] } as const;
	const { picture } = await studio.render(recipe, FINAL_SIDE);
	const { width, height, data } = picture;
	const bytes = Uint8ClampedArray.from(data, (value) => value * 255);
	await sharp(Buffer.from(bytes.buffer), { raw: { width, height, channels: 3 } })
		.resize(SAMPLE_SIDE)
		.webp({ quality: 82 })
		.toFile(sampleFile(style));
	console.log(style);
}
await writeOverview();

function sampleFile(style: StyleId): string {
	return resolve(ROOT, `static/styles/${style}.webp`);
}

/** All styles beside each other, with round corners on nothing: it lies on light and on dark pages. */
async function writeOverview() {
	const corners = Buffer.from(
		`<svg width="${SIDE}" height="${SIDE}"><rect width="${SIDE}" height="${SIDE}" rx="${SIDE / 5}"/></svg>`,
	);
	const cells = STYLE_ORDER.map(async (style, i) => ({
		input: await sharp(sampleFile(style))
			.resize(SIDE)
			.ensureAlpha()
			.composite([{ input: corners, blend: 'dest-in' }])
			.png()
			.toBuffer(),
		left: (i % COLUMNS) * (SIDE + GAP),
		top: Math.floor(i / COLUMNS) * (SIDE + GAP),
	}));
	const along = (count: number) => count * (SIDE + GAP) - GAP;
	await sharp({
		create: {
			width: along(COLUMNS),
			height: along(Math.ceil(STYLE_ORDER.length / COLUMNS)),
			channels: 4,
			background: { r: 0, g: 0, b: 0, alpha: 0 },
		},
	})
		.composite(await Promise.all(cells))
		.webp({ quality: 86 })
		.toFile(resolve(ROOT, 'docs/images/styles.webp'));
}
