import { join, type Bytes } from './bytes';
import { addJpegApp1 } from './jpeg-app1';

/** Exif 3.0 (CIPA DC-008). */
const EXIF_DIRECTORY = 0x8769;
const USER_COMMENT = 0x9286;
const LONG = 4;
const UNDEFINED = 7;
/** Behind the TIFF header: a directory of one entry, another one, then the comment. */
const DIRECTORY_BYTES = 2 + 12 + 4;
const FIRST = 8;
const EXIF = FIRST + DIRECTORY_BYTES;
const COMMENT = EXIF + DIRECTORY_BYTES;

/** A TIFF block whose only content is a user comment, in Unicode with the most significant byte first. */
export function exifComment(text: string): Bytes {
	const code = join('UNICODE\0');
	const tiff = new Uint8Array(COMMENT + code.length + 2 * text.length);
	const view = new DataView(tiff.buffer);
	tiff.set([0x4d, 0x4d, 0, 42]);
	view.setUint32(4, FIRST);
	const directory = (at: number, tag: number, type: number, count: number, value: number) => {
		view.setUint16(at, 1);
		view.setUint16(at + 2, tag);
		view.setUint16(at + 4, type);
		view.setUint32(at + 6, count);
		view.setUint32(at + 10, value);
	};
	directory(FIRST, EXIF_DIRECTORY, LONG, 1, EXIF);
	directory(EXIF, USER_COMMENT, UNDEFINED, code.length + 2 * text.length, COMMENT);
	tiff.set(code, COMMENT);
	for (let i = 0; i < text.length; i++) {
		view.setUint16(COMMENT + code.length + 2 * i, text.charCodeAt(i));
	}
	return tiff;
}

/** The same JPEG with the comment in an Exif segment. */
export function addJpegComment(jpeg: Uint8Array, text: string): Bytes {
	return addJpegApp1(jpeg, join('Exif\0\0', exifComment(text)));
}
