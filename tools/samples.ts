/**
 * The sample avatars of the start page and the README, drawn by the app's own styles:
 *   npm run samples -- [PHOTO] [--styles medallion,oil]
 * Writes static/styles/<style>.webp and, unless styles are named, docs/images/styles.webp. See docs/decisions/0004.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { CpuPlane } from '../src/lib/compute/kernel';
import { FINAL_SIDE, STYLE_IDS, VARIANTS, type StyleId } from '../src/lib/domain/recipe';
import { createStudio } from '../src/lib/instant/studio';
import { loadPortrait, ROOT } from './portraits';

/** The seed whose picture stands for the style, on the start page and in the list of styles; 0 where none is named. */
const SHOWN: Partial<Record<StyleId, number>> = { poster: 1, engraving: 2 };
/** Large enough for a dense screen. */
const SAMPLE_SIDE = 640;
const STRIP_SIDE = 256;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { styles: { type: 'string' } },
});
const [photo = 'face_single_512_astronaut'] = positionals;
const wanted = values.styles?.split(',');
const styles = STYLE_IDS.filter((style) => !wanted || wanted.includes(style));
const studio = createStudio(createCpuExecutor());
studio.open(await loadPortrait(photo));
mkdirSync(resolve(ROOT, 'static/styles'), { recursive: true });
mkdirSync(resolve(ROOT, 'docs/images'), { recursive: true });

const strip: OverlayOptions[] = [];
for (const [row, style] of styles.entries()) {
	for (let seed = 0; seed < VARIANTS; seed++) {
		if (wanted && seed !== (SHOWN[style] ?? 0)) continue;
		const { picture } = await studio.render({ version: 1, style, seed }, FINAL_SIDE);
		const name = `${style}-${seed}`;
		if (seed === (SHOWN[style] ?? 0)) {
			await image(picture)
				.resize(SAMPLE_SIDE)
				.webp({ quality: 82 })
				.toFile(resolve(ROOT, `static/styles/${style}.webp`));
		}
		strip.push({
			input: await image(picture).resize(STRIP_SIDE).png().toBuffer(),
			left: seed * STRIP_SIDE,
			top: row * STRIP_SIDE,
		});
		console.log(name);
	}
}
if (!wanted) await writeStrip();

async function writeStrip() {
	await sharp({
		create: {
			width: VARIANTS * STRIP_SIDE,
			height: styles.length * STRIP_SIDE,
			channels: 3,
			background: '#fff',
		},
	})
		.composite(strip)
		.webp({ quality: 84 })
		.toFile(resolve(ROOT, 'docs/images/styles.webp'));
}

function image({ width, height, data }: CpuPlane): Sharp {
	const bytes = Uint8ClampedArray.from(data, (value) => value * 255);
	return sharp(Buffer.from(bytes.buffer), { raw: { width, height, channels: 3 } });
}
