import {
	MAX_WORKING_SIDE,
	MIN_PHOTO_SIDE,
	PhotoError,
	type Photo,
	type PhotoProblem,
} from '$lib/domain/photo';
import type { ImageHeader } from './header/header';
import { readHeader } from './header/sniff';
import { drawUpright, isSideways } from './orient';

/** Beyond this no phone can hold the decoded picture (4 bytes a pixel); the largest sensors have 200 megapixels. */
const MAX_SOURCE_PIXELS = 2 ** 28;
/** When decoding an intact file of more pixels than this fails, memory is the likely reason. */
const MEMORY_SUSPECT_PIXELS = 64e6;
/** Formats that every browser we support decodes: a failure means a corrupt file. */
const EVERYWHERE = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);

interface Size {
	readonly width: number;
	readonly height: number;
}

/**
 * Decodes a photo on the page or in a worker: upright, sRGB, opaque (transparency on white), the first
 * frame of an animation, its long side at most MAX_WORKING_SIDE.
 * @throws PhotoError with the reason; AbortError when the signal fires
 */
export async function decodePhoto(
	file: Blob,
	name: string,
	{ signal }: { signal?: AbortSignal } = {},
): Promise<Photo> {
	signal?.throwIfAborted();
	const bytes = await readBytes(file);
	signal?.throwIfAborted();

	// 1. What the file says of itself.
	const header = readHeader(bytes);
	if (header.size) checkSize(header.size);
	if (!header.complete) throw new PhotoError('damaged', `${header.type} ends too early`);

	// 2. Decode as stored: the orientation is taken out of the file and applied in step 3, because browsers
	//    disagree on which formats honour it and on whether it comes before or after the reduction.
	const stored = await decodeStored(neutralise(bytes, header), header, signal);
	try {
		signal?.throwIfAborted();
		const full = header.size ?? { width: stored.width, height: stored.height };
		if (!header.size) checkSize(full);
		const source = isSideways(header.orientation) ? swap(full) : full;

		// 3. Upright, in sRGB, on white, in one drawing.
		const { width, height } = fit(source);
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' });
		if (!context) throw new PhotoError('too-large', 'no canvas of this size');
		context.fillStyle = '#fff';
		context.fillRect(0, 0, width, height);
		context.imageSmoothingQuality = 'high';
		drawUpright(context, stored, header.orientation, width, height);

		return {
			id: crypto.randomUUID(),
			name,
			bitmap: canvas.transferToImageBitmap(),
			width,
			height,
			source: { type: header.type, ...source, bytes: bytes.length },
		};
	} finally {
		stored.close();
	}
}

async function readBytes(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
	try {
		return new Uint8Array(await file.arrayBuffer());
	} catch (cause) {
		throw new PhotoError('unreadable', undefined, { cause });
	}
}

function checkSize({ width, height }: Size): void {
	const shape = `${width} x ${height}`;
	if (Math.min(width, height) < MIN_PHOTO_SIDE) throw new PhotoError('too-small', shape);
	if (width * height > MAX_SOURCE_PIXELS) throw new PhotoError('too-large', shape);
}

function swap({ width, height }: Size): Size {
	return { width: height, height: width };
}

/** The size with the same proportions whose long side is at most MAX_WORKING_SIDE. */
function fit({ width, height }: Size): Size {
	const scale = Math.min(1, MAX_WORKING_SIDE / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}

/** Sets every orientation entry to 1, in place: the bytes are ours. */
function neutralise(bytes: Uint8Array<ArrayBuffer>, header: ImageHeader): Uint8Array<ArrayBuffer> {
	const view = new DataView(bytes.buffer);
	for (const { at, littleEndian } of header.orientationEntries) view.setUint16(at, 1, littleEndian);
	return bytes;
}

/** The picture as stored, reduced to the working size where the browser does that while decoding. */
async function decodeStored(
	bytes: Uint8Array<ArrayBuffer>,
	header: ImageHeader,
	signal: AbortSignal | undefined,
): Promise<ImageBitmap> {
	const options = header.size ? reduction(header.size) : {};
	try {
		return await createImageBitmap(new Blob([bytes], { type: header.type }), options);
	} catch (cause) {
		signal?.throwIfAborted();
		if (header.type === 'image/heic' || header.type === 'image/heif') {
			const { decodeHeic } = await import('./heic').catch((cause) => {
				throw new PhotoError('unsupported', 'the HEIC decoder did not load', { cause });
			});
			signal?.throwIfAborted();
			return decodeHeic(bytes, header.displayP3 ?? false, reduction);
		}
		throw new PhotoError(whyNot(header), header.type, { cause });
	}
}

function reduction(size: Size): ImageBitmapOptions {
	const { width, height } = fit(size);
	if (width === size.width && height === size.height) return {};
	return { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' };
}

function whyNot({ type, size }: ImageHeader): PhotoProblem {
	if (!EVERYWHERE.has(type)) return 'unsupported';
	return size && size.width * size.height > MEMORY_SUSPECT_PIXELS ? 'too-large' : 'damaged';
}
