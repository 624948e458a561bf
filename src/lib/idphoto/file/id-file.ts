import type { IdMode, IdSpec } from '$lib/domain/id-photo';
import type { ExportFormat } from '$lib/image/encode';
import { addJpegExif } from '$lib/image/metadata/jpeg-exif';
import { addJpegXmp } from '$lib/image/metadata/jpeg-xmp';
import { addPngTexts } from '$lib/image/metadata/png-text';
import { buildXmp } from '$lib/image/metadata/xmp';
import { withJpegResolution, withPngResolution } from '$lib/image/print/resolution';
import type { Pixels } from '$lib/image/warp';
import { fitJpeg, type ByteRange } from './fit-bytes';

/** Writes a picture; image/encode in the browser. @param quality 0..1 */
export type Encode = (pixels: Pixels, format: ExportFormat, quality?: number) => Promise<Blob>;

export interface IdFile {
	readonly file: Blob;
	/** Of a JPEG, 1..100. Null for a PNG, which has none. */
	readonly quality: number | null;
	/** Bytes of comment that were added to reach the least size. */
	readonly padding: number;
	/** Whether its size is what the spec wants. */
	readonly within: boolean;
}

export type IdFormat = 'jpeg' | 'png';

/**
 * The bytes that a spec wants. Some offices mean 1000 by a kilobyte and others 1024: a size that suits both is
 * taken where there is one.
 */
export function byteRange({ file: { kB } }: Pick<IdSpec, 'file'>): ByteRange {
	const most = kB.most === null ? null : Math.floor(kB.most * 1000);
	if (kB.least === null) return { least: null, most };
	const strict = Math.ceil(kB.least * 1024);
	const least = most === null || strict <= most ? strict : Math.ceil(kB.least * 1000);
	return { least, most };
}

/**
 * The file of an ID photo: exactly these pixels, the spec's resolution in every place where a reader looks for
 * it (JFIF and Exif, or pHYs), sRGB, and the size in bytes as near to the spec as the format allows. Nothing of
 * the photo's own metadata is in it; a picture that was changed says so.
 * @throws EncodeError, or the signal's reason
 */
export async function writeIdFile(
	pixels: Pixels,
	spec: Pick<IdSpec, 'dpi' | 'file'>,
	{ format, mode, encode }: { format: IdFormat; mode: IdMode; encode: Encode },
	signal?: AbortSignal,
): Promise<IdFile> {
	const range = byteRange(spec);
	const label = mode === 'studio' ? buildXmp(null) : null;
	if (format === 'png') {
		const plain = withPngResolution(await bytesOf(await encode(pixels, 'png')), spec.dpi);
		const png = label ? addPngTexts(plain, { 'XML:com.adobe.xmp': label }) : plain;
		signal?.throwIfAborted();
		const within = png.length >= (range.least ?? 0) && png.length <= (range.most ?? Infinity);
		return { file: new Blob([png], { type: 'image/png' }), quality: null, padding: 0, within };
	}
	const fitted = await fitJpeg(
		async (quality) => {
			const plain = await bytesOf(await encode(pixels, 'jpeg', quality / 100));
			const dense = addJpegExif(withJpegResolution(plain, spec.dpi), spec.dpi, pixels);
			return label ? addJpegXmp(dense, label) : dense;
		},
		range,
		signal,
	);
	const { bytes, ...rest } = fitted;
	return { file: new Blob([bytes], { type: 'image/jpeg' }), ...rest };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer());
}
