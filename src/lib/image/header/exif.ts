import { viewOf } from './bytes';
import type { Orientation, OrientationEntry } from './header';

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/**
 * The orientation entry of a TIFF block (EXIF 2.32 section 4.6.2: byte order, 42, offset of the first
 * directory; then 12-byte entries), or null when there is none or the block is malformed: a broken EXIF
 * block is no reason to refuse a photo.
 * @param start where the TIFF header lies in `bytes`
 */
export function findOrientation(
	bytes: Uint8Array,
	start: number,
	end: number,
): OrientationEntry | null {
	const view = viewOf(bytes.subarray(0, Math.min(end, bytes.length)));
	try {
		const order = view.getUint16(start);
		if (order !== 0x4949 && order !== 0x4d4d) return null;
		const littleEndian = order === 0x4949;
		const directory = start + view.getUint32(start + 4, littleEndian);
		const count = view.getUint16(directory, littleEndian);
		for (let i = 0; i < count; i++) {
			const entry = directory + 2 + 12 * i;
			if (view.getUint16(entry, littleEndian) !== ORIENTATION_TAG) continue;
			if (view.getUint16(entry + 2, littleEndian) !== SHORT) return null;
			const at = entry + 8;
			const value = view.getUint16(at, littleEndian);
			return value >= 1 && value <= 8 ? { at, littleEndian, value: value as Orientation } : null;
		}
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
	}
	return null;
}
