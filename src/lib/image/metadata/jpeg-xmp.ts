import { ascii, viewOf } from '../header/bytes';
import { join, utf8, type Bytes } from './bytes';
import { addJpegApp1 } from './jpeg-app1';

/** Signature of the APP1 segment that holds XMP (ISO 16684-3, JPEG). */
const SIGNATURE = 'http://ns.adobe.com/xap/1.0/\0';

/** Adds the packet as an APP1 segment, behind SOI and the JFIF segment where there is one. */
export function addJpegXmp(jpeg: Uint8Array, xmp: string): Bytes {
	return addJpegApp1(jpeg, join(SIGNATURE, xmp));
}

/** The XMP packet in front of the first scan, or null. */
export function readJpegXmp(jpeg: Uint8Array): string | null {
	const view = viewOf(jpeg);
	for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda;) {
		const end = at + 2 + view.getUint16(at + 2);
		const data = at + 4;
		if (jpeg[at + 1] === 0xe1 && ascii(jpeg, data, SIGNATURE.length) === SIGNATURE) {
			return utf8(jpeg.subarray(data + SIGNATURE.length, end));
		}
		at = end;
	}
	return null;
}
