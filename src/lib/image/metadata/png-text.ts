import { ascii, fourCC, viewOf } from '../header/bytes';
import { join, uint32, utf8, type Bytes } from './bytes';

/** Signature of 8 bytes, then IHDR: 4 length, 4 name, 13 data, 4 CRC. */
const AFTER_IHDR = 8 + 25;

/** Adds uncompressed iTXt chunks (W3C PNG third edition, 11.3.3.4) behind IHDR. Keywords are Latin-1, texts any. */
export function addPngTexts(png: Uint8Array, texts: Readonly<Record<string, string>>): Bytes {
	const chunks = Object.entries(texts).map(([keyword, text]) =>
		// keyword 0, not compressed, method 0, no language, no translated keyword
		chunk('iTXt', join(keyword, new Uint8Array(5), text)),
	);
	return join(png.subarray(0, AFTER_IHDR), ...chunks, png.subarray(AFTER_IHDR));
}

/**
 * Adds a text as the readers of other programs want it: tEXt where Latin-1 has all of its characters (11.3.3.2), iTXt
 * otherwise. Both is what Pillow writes, and so what most tools that draw pictures read.
 */
export function addPngPlainText(png: Uint8Array, keyword: string, text: string): Bytes {
	if (/[^\t\n -~\u00a0-\u00ff]/.test(text)) return addPngTexts(png, { [keyword]: text });
	const latin = Uint8Array.from(text, (c) => c.charCodeAt(0));
	const added = chunk('tEXt', join(keyword, new Uint8Array(1), latin));
	return join(png.subarray(0, AFTER_IHDR), added, png.subarray(AFTER_IHDR));
}

/** The text of the first uncompressed iTXt chunk with this keyword, or null. */
export function readPngText(png: Uint8Array, keyword: string): string | null {
	const view = viewOf(png);
	for (let at = 8; at + 12 <= png.length;) {
		const end = at + 8 + view.getUint32(at);
		if (end + 4 > png.length) return null;
		const data = at + 8;
		if (fourCC(png, at + 4) === 'iTXt' && ascii(png, data, keyword.length + 1) === `${keyword}\0`) {
			const flags = data + keyword.length + 1;
			const language = png.indexOf(0, flags + 2);
			const translated = png.indexOf(0, language + 1);
			if (png[flags] === 0 && language !== -1 && translated !== -1 && translated < end) {
				return utf8(png.subarray(translated + 1, end));
			}
		}
		at = end + 4;
	}
	return null;
}

function chunk(type: string, data: Uint8Array): Bytes {
	const body = join(type, data);
	return join(uint32(data.length), body, uint32(crc32(body)));
}

/** CRC-32 of ISO 3309, as PNG annex D computes it: reflected, polynomial 0xedb88320. */
export function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
