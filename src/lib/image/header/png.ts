import { ascii, fourCC, viewOf } from './bytes';
import { findOrientation } from './exif';
import { turned, type ImageHeader, type OrientationEntry } from './header';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** PNG (W3C PNG third edition, section 5): chunks of length, type, data, CRC, up to IEND. */
export function readPng(bytes: Uint8Array): ImageHeader | null {
	if (ascii(bytes, 0, 8) !== PNG_SIGNATURE) return null;
	const view = viewOf(bytes);
	const entries: OrientationEntry[] = [];
	let size: ImageHeader['size'] = null;
	let complete = false;
	for (let at = 8; at + 12 <= bytes.length && !complete;) {
		const length = view.getUint32(at);
		const type = fourCC(bytes, at + 4);
		const data = at + 8;
		if (data + length + 4 > bytes.length) break;
		if (type === 'IHDR' && length >= 8) {
			size = { width: view.getUint32(data), height: view.getUint32(data + 4) };
		} else if (type === 'eXIf') {
			const entry = findOrientation(bytes, data, data + length);
			if (entry) entries.push(entry);
		}
		complete = type === 'IEND';
		at = data + length + 4;
	}
	return { type: 'image/png', size, ...turned(entries), complete };
}
