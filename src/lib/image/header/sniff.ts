import { PhotoError } from '$lib/domain/photo';
import { ascii, fourCC } from './bytes';
import { readGif } from './gif';
import { UPRIGHT, type ImageHeader } from './header';
import { readHeif } from './heif';
import { readJpeg } from './jpeg';
import { readPng } from './png';
import { readWebp } from './webp';

const READERS = [readJpeg, readPng, readWebp, readHeif, readGif];

/**
 * What kind of picture the bytes are, whatever the file is called. Formats that only some browsers
 * decode (TIFF, JPEG XL, BMP, ICO) come back without a size.
 * @throws PhotoError 'empty', 'not-an-image', or 'unsupported' for SVG (a program, not a photo) and
 * formats that no browser reads
 */
export function readHeader(bytes: Uint8Array): ImageHeader {
	if (bytes.length === 0) throw new PhotoError('empty');
	for (const read of READERS) {
		const header = read(bytes);
		if (header) return header;
	}
	const type = otherType(bytes);
	if (!type) throw new PhotoError('not-an-image');
	if (REFUSED.has(type)) throw new PhotoError('unsupported', type);
	return { type, size: null, ...UPRIGHT, complete: true };
}

const REFUSED = new Set(['image/svg+xml', 'image/vnd.adobe.photoshop', 'image/jp2']);

function otherType(bytes: Uint8Array): string | null {
	const magic = fourCC(bytes, 0);
	if (magic === 'II*\0' || magic === 'MM\0*') return 'image/tiff';
	if (magic === '8BPS') return 'image/vnd.adobe.photoshop';
	if (magic === '\0\0\x01\0') return 'image/x-icon';
	if (magic.startsWith('\xff\x0a') || ascii(bytes, 4, 8) === 'JXL \r\n\x87\n') return 'image/jxl';
	if (ascii(bytes, 4, 8) === 'jP  \r\n\x87\n') return 'image/jp2';
	// 'BM', the file's length, then two reserved words that are zero
	if (magic.startsWith('BM') && ascii(bytes, 6, 4) === '\0\0\0\0') return 'image/bmp';
	const text = ascii(bytes, 0, 1024)
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart();
	if (/^(<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>]*>|\s)*<svg[\s>]/i.test(text)) {
		return 'image/svg+xml';
	}
	return null;
}
