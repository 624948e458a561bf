import { ascii, viewOf } from './bytes';
import { findOrientation } from './exif';
import { turned, type ImageHeader, type OrientationEntry } from './header';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const TEM = 0x01;

/**
 * JPEG (ITU-T T.81 annex B): segments up to the end of the first image. Whatever follows EOI
 * (motion photos, depth maps) is not looked at.
 */
export function readJpeg(bytes: Uint8Array): ImageHeader | null {
	if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return null;
	const view = viewOf(bytes);
	const entries: OrientationEntry[] = [];
	let size: ImageHeader['size'] = null;
	let complete = false;
	let at = 2;
	while (at + 4 <= bytes.length || (bytes[at] === 0xff && bytes[at + 1] === EOI)) {
		if (bytes[at] !== 0xff) {
			at = endOfScan(bytes, at); // stray bytes between segments: decoders skip them too
			continue;
		}
		const marker = bytes[at + 1];
		if (marker === 0xff) {
			at++; // fill byte
			continue;
		}
		if (marker === EOI) {
			complete = true;
			break;
		}
		if (marker === TEM || isRestart(marker)) {
			at += 2;
			continue;
		}
		const length = view.getUint16(at + 2);
		if (marker === APP1 && ascii(bytes, at + 4, 6) === 'Exif\0\0') {
			const entry = findOrientation(bytes, at + 10, at + 2 + length);
			if (entry) entries.push(entry);
		} else if (isFrame(marker) && at + 9 <= bytes.length) {
			size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		}
		at += 2 + length;
		if (marker === SOS) at = endOfScan(bytes, at);
	}
	return { type: 'image/jpeg', size, ...turned(entries), complete };
}

/** SOF0-15 without DHT, JPG and DAC, which share the range. */
function isFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isRestart(marker: number): boolean {
	return marker >= 0xd0 && marker <= 0xd7;
}

/** Index of the marker that ends entropy-coded data: 0xff that is neither stuffed nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
	let at = from;
	while ((at = bytes.indexOf(0xff, at)) !== -1 && at + 1 < bytes.length) {
		const next = bytes[at + 1];
		if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
		at += next === 0xff ? 1 : 2;
	}
	return bytes.length;
}
