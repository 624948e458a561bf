import { ascii, fourCC, viewOf } from './bytes';
import { UPRIGHT, type ImageHeader } from './header';

const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIF_BRANDS = new Set(['mif1', 'mif2', 'msf1', 'miaf']);

interface IsoBox {
	readonly type: string;
	readonly data: number;
	readonly end: number;
}

/**
 * HEIF and AVIF (ISO/IEC 14496-12 boxes, 23008-12 items, AV1 Image File Format).
 * Decoders turn these by their own irot and imir properties; EXIF is informative there, so
 * orientation is always 1. The size is that of the primary item after irot.
 */
export function readHeif(bytes: Uint8Array): ImageHeader | null {
	if (fourCC(bytes, 4) !== 'ftyp' || bytes.length < 16) return null;
	const view = viewOf(bytes);
	const brands = brandsOf(bytes, view.getUint32(0));
	const type = [...brands].some((b) => AVIF_BRANDS.has(b))
		? 'image/avif'
		: [...brands].some((b) => HEVC_BRANDS.has(b))
			? 'image/heic'
			: [...brands].some((b) => HEIF_BRANDS.has(b))
				? 'image/heif'
				: null;
	if (!type) return null; // an mp4 film, for instance
	const top = [...boxes(view, 0, bytes.length)];
	// A file cut between two boxes lacks the one with the picture ('mini' has all in one).
	const complete =
		top.some((box) => box.type === 'mdat' || box.type === 'mini') &&
		top[top.length - 1].end <= bytes.length;
	const meta = top.find((box) => box.type === 'meta' && box.end <= bytes.length);
	const picture = meta ? primaryItem(view, meta) : null;
	return { type, ...UPRIGHT, size: picture?.size ?? null, complete, displayP3: picture?.displayP3 };
}

function brandsOf(bytes: Uint8Array, ftypLength: number): Set<string> {
	const brands = new Set([fourCC(bytes, 8)]);
	for (let at = 16; at + 4 <= Math.min(ftypLength, bytes.length); at += 4) {
		brands.add(fourCC(bytes, at));
	}
	return brands;
}

/** The boxes from `start` to `end`; one that claims to be longer is yielded last, with its claimed end. */
function* boxes(view: DataView, start: number, end: number): Generator<IsoBox> {
	for (let at = start; at + 8 <= end;) {
		let length = view.getUint32(at);
		let header = 8;
		if (length === 1 && at + 16 <= end) {
			length = Number(view.getBigUint64(at + 8));
			header = 16;
		} else if (length === 0) {
			length = end - at; // up to the end of the file
		}
		if (length < header) return;
		const type = ascii(new Uint8Array(view.buffer, view.byteOffset + at + 4, 4), 0, 4);
		yield { type, data: at + header, end: at + length };
		at += length;
	}
}

/** Size and colour space from the properties that ipma ties to the item that pitm names. */
function primaryItem(view: DataView, meta: IsoBox) {
	try {
		const inMeta = [...boxes(view, meta.data + 4, meta.end)];
		const pitm = inMeta.find((box) => box.type === 'pitm');
		const iprp = inMeta.find((box) => box.type === 'iprp');
		if (!pitm || !iprp) return null;
		const primary =
			view.getUint8(pitm.data) === 0
				? view.getUint16(pitm.data + 4)
				: view.getUint32(pitm.data + 4);
		const inIprp = [...boxes(view, iprp.data, iprp.end)];
		const ipco = inIprp.find((box) => box.type === 'ipco');
		if (!ipco) return null;
		const properties = [...boxes(view, ipco.data, ipco.end)];
		const own = inIprp
			.filter((box) => box.type === 'ipma')
			.flatMap((box) => associations(view, box, primary))
			.map((index) => properties[index - 1])
			.filter(Boolean);

		const extent = own.find((box) => box.type === 'ispe');
		// A clean aperture cuts the picture down; we leave that arithmetic, and so the size, to the decoder.
		if (!extent || own.some((box) => box.type === 'clap')) return null;
		const width = view.getUint32(extent.data + 4);
		const height = view.getUint32(extent.data + 8);
		const rotation = own.find((box) => box.type === 'irot');
		const sideways = rotation !== undefined && (view.getUint8(rotation.data) & 1) === 1;
		return {
			size: sideways ? { width: height, height: width } : { width, height },
			displayP3: own.some((box) => box.type === 'colr' && isDisplayP3(view, box)),
		};
	} catch (error) {
		if (error instanceof RangeError) return null; // malformed: the decoder has the last word
		throw error;
	}
}

/** One-based property indices of an item (23008-12, 9.3.2). */
function associations(view: DataView, ipma: IsoBox, item: number): number[] {
	const wideIds = view.getUint8(ipma.data) > 0;
	const wideIndices = (view.getUint8(ipma.data + 3) & 1) === 1;
	let at = ipma.data + 4;
	const entries = view.getUint32(at);
	at += 4;
	for (let i = 0; i < entries; i++) {
		const id = wideIds ? view.getUint32(at) : view.getUint16(at);
		at += wideIds ? 4 : 2;
		const count = view.getUint8(at++);
		const indices: number[] = [];
		for (let j = 0; j < count; j++, at += wideIndices ? 2 : 1) {
			indices.push(wideIndices ? view.getUint16(at) & 0x7fff : view.getUint8(at) & 0x7f);
		}
		if (id === item) return indices;
	}
	return [];
}

const P3_PRIMARIES = 12; // ITU-T H.273, table 2: SMPTE EG 432-1

/** Display P3 by nclx primaries, or by an ICC profile whose red colorant is P3's (X = 0.515; sRGB has 0.436). */
function isDisplayP3(view: DataView, colr: IsoBox): boolean {
	const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
	const kind = fourCC(bytes, colr.data);
	if (kind === 'nclx') return view.getUint16(colr.data + 4) === P3_PRIMARIES;
	if (kind !== 'prof' && kind !== 'rICC') return false;
	const profile = colr.data + 4;
	const tags = view.getUint32(profile + 128);
	for (let i = 0; i < tags; i++) {
		const tag = profile + 132 + 12 * i;
		if (fourCC(bytes, tag) !== 'rXYZ') continue;
		const redX = view.getInt32(profile + view.getUint32(tag + 4) + 8) / 65536;
		return Math.abs(redX - 0.515) < 0.02;
	}
	return false;
}
