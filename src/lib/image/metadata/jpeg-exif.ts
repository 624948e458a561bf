import { join, type Bytes } from './bytes';

/** Exif 3.0 (CIPA DC-008): tags of the first directory and of the Exif directory. */
const X_RESOLUTION = 0x011a;
const Y_RESOLUTION = 0x011b;
const RESOLUTION_UNIT = 0x0128;
const EXIF_DIRECTORY = 0x8769;
const COLOUR_SPACE = 0xa001;
const PIXEL_X = 0xa002;
const PIXEL_Y = 0xa003;

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const INCH = 2;
const SRGB = 1;

/** Where the first directory lies behind the TIFF header, and what an entry takes. */
const FIRST = 8;
const ENTRY = 12;
const directoryBytes = (entries: number) => 2 + entries * ENTRY + 4;

/**
 * The same JPEG with an Exif segment that says its resolution, its size and that it is sRGB, and nothing else: no
 * camera, no place, no time. Goes behind the JFIF segment where there is one.
 * @param size in pixels
 */
export function addJpegExif(
	jpeg: Uint8Array,
	dpi: number,
	size: { readonly width: number; readonly height: number },
): Bytes {
	// 1. Two directories, then the two rationals that do not fit into their entries.
	const exif = FIRST + directoryBytes(4);
	const rationals = exif + directoryBytes(3);
	const tiff = new Uint8Array(rationals + 16);
	const view = new DataView(tiff.buffer);
	tiff.set([0x4d, 0x4d, 0, 42]); // "MM": the most significant byte first
	view.setUint32(4, FIRST);
	let at = FIRST;
	const begin = (entries: number) => {
		view.setUint16(at, entries);
		at += 2;
	};
	const entry = (tag: number, type: number, value: number) => {
		view.setUint16(at, tag);
		view.setUint16(at + 2, type);
		view.setUint32(at + 4, 1);
		if (type === SHORT) view.setUint16(at + 8, value);
		else view.setUint32(at + 8, value);
		at += ENTRY;
	};
	begin(4);
	entry(X_RESOLUTION, RATIONAL, rationals);
	entry(Y_RESOLUTION, RATIONAL, rationals + 8);
	entry(RESOLUTION_UNIT, SHORT, INCH);
	entry(EXIF_DIRECTORY, LONG, exif);
	at = exif;
	begin(3);
	entry(COLOUR_SPACE, SHORT, SRGB);
	entry(PIXEL_X, LONG, size.width);
	entry(PIXEL_Y, LONG, size.height);
	for (const offset of [0, 8]) {
		view.setUint32(rationals + offset, Math.round(dpi));
		view.setUint32(rationals + offset + 4, 1);
	}

	// 2. The APP1 segment.
	const data = join('Exif\0\0', tiff);
	const length = data.length + 2;
	const head = Uint8Array.of(0xff, 0xe1, length >> 8, length & 255);
	const hasJfif = jpeg[2] === 0xff && jpeg[3] === 0xe0;
	const behind = hasJfif ? 4 + (jpeg[4] << 8) + jpeg[5] : 2;
	return join(jpeg.subarray(0, behind), head, data, jpeg.subarray(behind));
}
