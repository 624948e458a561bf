import { fourCC, viewOf } from '../header/bytes';
import { join, uint32 } from '../metadata/bytes';
import { crc32 } from '../metadata/png-text';
import { MM_PER_INCH } from './paper';

/** Signature of 8 bytes, then IHDR: 4 length, 4 name, 13 data, 4 CRC. */
const AFTER_IHDR = 8 + 25;

/**
 * The same PNG with its resolution (chunk pHYs, W3C PNG third edition, 11.3.4.3), so that it prints at true size.
 * One that it had is replaced.
 */
export function withPngResolution(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
	const perMetre = Math.round((dpi / MM_PER_INCH) * 1000);
	const body = join('pHYs', uint32(perMetre), uint32(perMetre), Uint8Array.of(1));
	const chunk = join(uint32(9), body, uint32(crc32(body)));
	const rest = withoutChunk(png.subarray(AFTER_IHDR), 'pHYs');
	return join(png.subarray(0, AFTER_IHDR), chunk, ...rest);
}

/**
 * The same JPEG with its resolution in the JFIF header (ISO 10918-5, 10.1), which is added where there is none.
 * @throws TypeError when it is no JPEG
 */
export function withJpegResolution(jpeg: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
	if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new TypeError('no JPEG');
	const density = Math.round(dpi);
	const [high, low] = [density >> 8, density & 0xff];
	// Marker, length 16, "JFIF\0", version 1.2, unit 1 (inches), densities, no thumbnail.
	const header = Uint8Array.of(
		0xff,
		0xe0,
		0,
		16,
		0x4a,
		0x46,
		0x49,
		0x46,
		0,
		1,
		2,
		1,
		high,
		low,
		high,
		low,
		0,
		0,
	);
	const hasHeader = jpeg[2] === 0xff && jpeg[3] === 0xe0 && fourCC(jpeg, 6) === 'JFIF';
	const after = hasHeader ? 4 + viewOf(jpeg).getUint16(4) : 2;
	return join(jpeg.subarray(0, 2), header, jpeg.subarray(after));
}

/** The chunks from `bytes` on, but for those of one type. */
function withoutChunk(bytes: Uint8Array, type: string): Uint8Array[] {
	const kept: Uint8Array[] = [];
	const view = viewOf(bytes);
	for (let at = 0; at + 12 <= bytes.length;) {
		const end = at + 12 + view.getUint32(at);
		if (fourCC(bytes, at + 4) !== type) kept.push(bytes.subarray(at, end));
		at = end;
	}
	return kept;
}
