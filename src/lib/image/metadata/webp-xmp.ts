import { fourCC, viewOf } from '../header/bytes';
import { readWebp } from '../header/webp';
import { join, uint32, utf8, type Bytes } from './bytes';

// Flags of VP8X (RFC 9649, 2.7.1)
const HAS_XMP = 0x04;
const HAS_EXIF = 0x08;
const HAS_ALPHA = 0x10;

/**
 * Adds the packet as an 'XMP ' chunk, the last of the file (RFC 9649, 2.7.1.5), and an 'EXIF' chunk before it where
 * there is a TIFF block to add. A file in the simple format gets the VP8X chunk that announces them.
 */
export function addWebpXmp(webp: Uint8Array, xmp: string, exif: Uint8Array | null = null): Bytes {
	const extended =
		fourCC(webp, 12) === 'VP8X' ? webp.slice(12) : join(vp8x(webp), webp.subarray(12));
	extended[8] |= HAS_XMP | (exif ? HAS_EXIF : 0);
	const body = join('WEBP', extended, exif ? chunk('EXIF', exif) : '', chunk('XMP ', join(xmp)));
	return join('RIFF', uint32(body.length, true), body);
}

/** The XMP packet, or null. */
export function readWebpXmp(webp: Uint8Array): string | null {
	const view = viewOf(webp);
	for (let at = 12; at + 8 <= webp.length;) {
		const length = view.getUint32(at + 4, true);
		if (fourCC(webp, at) === 'XMP ') return utf8(webp.subarray(at + 8, at + 8 + length));
		at += 8 + length + (length & 1);
	}
	return null;
}

/** The VP8X chunk of a file in the simple format: flags, 3 reserved bytes, width - 1 and height - 1 in 24 bits. */
function vp8x(webp: Uint8Array): Bytes {
	const size = readWebp(webp)?.size;
	if (!size) throw new TypeError('no WebP picture');
	// VP8L's header ends with "alpha is used", bit 28 of the 32 bits behind its signature byte.
	const lossless = fourCC(webp, 12) === 'VP8L';
	const alpha = lossless && ((viewOf(webp).getUint32(21, true) >>> 28) & 1) === 1;
	const data = new Uint8Array(10);
	data[0] = alpha ? HAS_ALPHA : 0;
	data.set(uint32(size.width - 1, true).subarray(0, 3), 4);
	data.set(uint32(size.height - 1, true).subarray(0, 3), 7);
	return chunk('VP8X', data);
}

/** Chunks are padded to an even length. */
function chunk(type: string, data: Uint8Array): Bytes {
	return join(type, uint32(data.length, true), data, new Uint8Array(data.length & 1));
}
