import { ascii, fourCC, viewOf } from './bytes';
import { findOrientation } from './exif';
import { turned, type ImageHeader, type OrientationEntry } from './header';

/** WebP (RFC 9649): RIFF chunks; the size stands in VP8X, VP8L or the VP8 key frame (RFC 6386 section 9.1). */
export function readWebp(bytes: Uint8Array): ImageHeader | null {
	if (fourCC(bytes, 0) !== 'RIFF' || fourCC(bytes, 8) !== 'WEBP') return null;
	const view = viewOf(bytes);
	const end = 8 + view.getUint32(4, true);
	const entries: OrientationEntry[] = [];
	let size: ImageHeader['size'] = null;
	for (let at = 12; at + 8 <= Math.min(end, bytes.length);) {
		const length = view.getUint32(at + 4, true);
		const data = at + 8;
		const type = fourCC(bytes, at);
		if (type === 'EXIF') {
			// Some writers repeat the JPEG prefix in front of the TIFF header.
			const start = ascii(bytes, data, 6) === 'Exif\0\0' ? data + 6 : data;
			const entry = findOrientation(bytes, start, data + length);
			if (entry) entries.push(entry);
		} else if (data + 10 <= bytes.length) {
			size ??= sizeIn(type, view, data);
		}
		at = data + length + (length & 1);
	}
	return { type: 'image/webp', size, ...turned(entries), complete: end <= bytes.length };
}

function sizeIn(type: string, view: DataView, data: number): ImageHeader['size'] {
	switch (type) {
		case 'VP8X':
			return { width: 1 + uint24(view, data + 4), height: 1 + uint24(view, data + 7) };
		case 'VP8L': {
			const bits = view.getUint32(data + 1, true);
			return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
		}
		case 'VP8 ':
			return {
				width: view.getUint16(data + 6, true) & 0x3fff,
				height: view.getUint16(data + 8, true) & 0x3fff,
			};
		default:
			return null;
	}
}

function uint24(view: DataView, at: number): number {
	return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
