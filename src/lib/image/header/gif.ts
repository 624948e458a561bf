import { ascii, viewOf } from './bytes';
import { UPRIGHT, type ImageHeader } from './header';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** GIF (GIF89a specification): complete once the first frame is, since only that is shown. */
export function readGif(bytes: Uint8Array): ImageHeader | null {
	if (!/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return null;
	const header = { type: 'image/gif', ...UPRIGHT };
	if (bytes.length < 13) return { ...header, size: null, complete: false };
	const view = viewOf(bytes);
	const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
	let at = 13 + colourTable(bytes[10]);
	while (at < bytes.length) {
		if (bytes[at] === EXTENSION) {
			at = afterBlocks(bytes, at + 2);
		} else if (bytes[at] === IMAGE) {
			// Descriptor of 10 bytes, an optional colour table, the LZW code size, then the data blocks.
			const data = at + 10 + colourTable(bytes[at + 9] ?? 0) + 1;
			return { ...header, size, complete: afterBlocks(bytes, data) <= bytes.length };
		} else break;
	}
	return { ...header, size, complete: false };
}

/** Bytes of the colour table that a packed field announces. */
function colourTable(packed: number): number {
	return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

/** Index after the terminator of a chain of sub-blocks; beyond the end when the chain is cut. */
function afterBlocks(bytes: Uint8Array, from: number): number {
	let at = from;
	while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at];
	return at + 1;
}
