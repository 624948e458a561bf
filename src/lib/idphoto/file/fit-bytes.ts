import { padJpeg } from './pad-jpeg';

/** Bytes of a file, both included; null where a side is open. */
export interface ByteRange {
	readonly least: number | null;
	readonly most: number | null;
}

export interface FittedJpeg {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Of the encoder, 1..100. */
	readonly quality: number;
	/** Bytes of comment that were added to reach the least size: a decoder passes over them. */
	readonly padding: number;
	/** False when even the lowest quality is larger than the range allows; `bytes` is that file. */
	readonly within: boolean;
}

/** No eye sees more than this quality, so that no file without a limit need be larger. */
const AMPLE = 95;
const LOWEST = 1;
const HIGHEST = 100;

/**
 * The best JPEG whose size lies in a range. Pixels are never scaled for it: the quality goes down until the file
 * fits, and up until it is large enough; what is then still missing is filled with a comment (ITU-T T.81, B.2.4.5).
 * @param encode a whole file for a quality of 1..100; larger qualities give no smaller files
 * @throws RangeError for a range that holds no size; the signal's reason
 */
export async function fitJpeg(
	encode: (quality: number) => Promise<Uint8Array<ArrayBuffer>>,
	{ least, most }: ByteRange,
	signal?: AbortSignal,
): Promise<FittedJpeg> {
	const floor = least ?? 0;
	const ceiling = most ?? Infinity;
	if (!(floor >= 0 && ceiling > 0 && floor <= ceiling)) {
		throw new RangeError(`no file has ${least} to ${most} bytes`);
	}
	const encoded = new Map<number, Uint8Array<ArrayBuffer>>();
	const at = async (quality: number) => {
		signal?.throwIfAborted();
		const bytes = encoded.get(quality) ?? (await encode(quality));
		encoded.set(quality, bytes);
		return bytes;
	};

	// 1. What anybody would take, if it fits.
	const ample = await at(AMPLE);
	let quality = AMPLE;
	if (ample.length > ceiling) {
		quality = await largest(LOWEST, AMPLE - 1, async (q) => (await at(q)).length <= ceiling);
	} else if (ample.length < floor) {
		// 2. Too small: the least quality that is large enough, or the highest that there is.
		const highest = await largest(AMPLE, HIGHEST, async (q) => (await at(q)).length <= ceiling);
		const under = await largest(AMPLE, highest, async (q) => (await at(q)).length < floor);
		quality = Math.min(under + 1, highest);
	}

	// 3. What is still missing.
	const bytes = await at(quality);
	if (bytes.length > ceiling) return { bytes, quality, padding: 0, within: false };
	if (bytes.length >= floor) return { bytes, quality, padding: 0, within: true };
	const padded = padJpeg(bytes, floor, ceiling);
	return {
		bytes: padded ?? bytes,
		quality,
		padding: (padded ?? bytes).length - bytes.length,
		within: padded !== null,
	};
}

/** The largest number in from..to that passes, where smaller ones pass too; `from` when none does. */
async function largest(
	from: number,
	to: number,
	passes: (value: number) => Promise<boolean>,
): Promise<number> {
	let [low, high] = [from, to];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (await passes(middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}
