import sharp from 'sharp';
import type { IdRecipe, IdSpec } from '../../src/lib/domain/id-photo';
import { byteRange, writeIdFile, type Encode } from '../../src/lib/idphoto/file/id-file';
import type { IdStudio } from '../../src/lib/idphoto/studio';

export interface FileRow {
	readonly file: string;
	readonly spec: string;
	readonly bytes: number;
	/** Of the file as the document has it, whatever a kilobyte is where both can be. */
	readonly inRange: boolean;
	/** The file itself says that it is not within. */
	readonly said: boolean;
	/** Pixels, resolution, bits and colour space as another library reads them. */
	readonly exact: boolean;
	readonly quality: number;
	readonly padding: number;
}

const encode: Encode = async ({ width, height, data }, format, quality = 0.9) => {
	const raw = { width, height, channels: 4 } as const;
	const image = sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), { raw });
	const file =
		format === 'png' ? image.png() : image.removeAlpha().jpeg({ quality: 100 * quality });
	return new Blob([new Uint8Array(await file.toBuffer())], { type: `image/${format}` });
};

/** The photo that is open, as `count` random ones of the documents; each third in the studio where that may be. */
export async function fileRows(
	studio: IdStudio,
	file: string,
	specs: readonly IdSpec[],
	count: number,
	seed: number,
): Promise<FileRow[]> {
	const rows: FileRow[] = [];
	const random = mulberry32(seed);
	for (let n = 0; n < count; n++) {
		const spec = specs[Math.floor(random() * specs.length)];
		const changed = n % 3 === 2 && spec.modes.includes('studio');
		const mode = changed || !spec.modes.includes('unaltered') ? 'studio' : 'unaltered';
		const recipe: IdRecipe = {
			version: 1,
			kind: 'id-photo',
			spec,
			mode,
			background: changed
				? { kind: 'plain', colours: [spec.backgrounds[0]] }
				: { kind: 'keep', colours: [] },
			retouch: { light: 0, colour: 0, skin: 0 },
		};
		const { rgba, width, height } = await studio.render(recipe, null);
		const pixels = { width, height, data: rgba };
		const written = await writeIdFile(pixels, spec, { format: 'jpeg', mode, encode });
		const { least, most } = byteRange(spec);
		const bytes = written.file.size;
		const seen = await sharp(Buffer.from(await written.file.arrayBuffer())).metadata();
		rows.push({
			file,
			spec: spec.id,
			bytes,
			inRange: bytes >= (least ?? 0) && bytes <= (most ?? Infinity),
			said: !written.within,
			exact:
				seen.format === 'jpeg' &&
				seen.width === spec.px.width &&
				seen.height === spec.px.height &&
				seen.density === spec.dpi &&
				seen.depth === 'uchar' &&
				seen.channels === 3 &&
				seen.space === 'srgb',
			quality: written.quality ?? 100,
			padding: written.padding,
		});
	}
	return rows;
}

/** Numbers in 0..1, the same for the same seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
