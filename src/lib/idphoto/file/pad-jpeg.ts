/** Marker and length of a comment segment, ITU-T T.81 B.2.4.5. */
const HEAD = 4;
const LARGEST = 65533;

/**
 * The same JPEG with comments behind its first segments until it has at least `least` bytes: no pixel changes.
 * @returns null when the smallest comment would carry it over `most`
 */
export function padJpeg(
	jpeg: Uint8Array<ArrayBuffer>,
	least: number,
	most: number,
): Uint8Array<ArrayBuffer> | null {
	const missing = Math.max(least - jpeg.length, HEAD);
	if (jpeg.length + missing > most) return null;
	const segments: Uint8Array[] = [];
	for (let left = missing; left > 0;) {
		let size = Math.min(left, HEAD + LARGEST);
		// What is left over must hold a segment of its own.
		if (left > size && left - size < HEAD) size -= HEAD;
		segments.push(comment(size));
		left -= size;
	}
	const at = behindApplicationSegments(jpeg);
	const padded = new Uint8Array(jpeg.length + missing);
	padded.set(jpeg.subarray(0, at));
	let to = at;
	for (const segment of segments) {
		padded.set(segment, to);
		to += segment.length;
	}
	padded.set(jpeg.subarray(at), to);
	return padded;
}

/** Spaces, so that whoever opens the file in an editor sees what it is. */
function comment(size: number): Uint8Array {
	const segment = new Uint8Array(size).fill(0x20);
	const length = size - 2;
	segment.set([0xff, 0xfe, length >> 8, length & 255]);
	return segment;
}

/** JFIF and Exif must stay in front. */
function behindApplicationSegments(jpeg: Uint8Array): number {
	let at = 2;
	while (jpeg[at] === 0xff && (jpeg[at + 1] & 0xf0) === 0xe0) {
		at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3];
	}
	return at;
}
