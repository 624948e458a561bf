import type { Affine, Box } from '$lib/domain/geometry';
import { reducePixels } from '$lib/image/resize';
import { affineBounds, affineScale, composeAffine, pixelWords, warpColours } from '$lib/image/warp';
import type { Pixels, WarpOptions } from '$lib/image/warp';

/** A photo in the browser, or plain RGBA pixels anywhere. */
export type PhotoInput = ImageBitmap | Pixels;

/** A part of a photo, reduced: patch pixel (u, v) covers the photo from (x + u scale, y + v scale). */
export interface Patch {
	readonly pixels: Pixels;
	readonly x: number;
	readonly y: number;
	/** Photo pixels per patch pixel; a power of two. */
	readonly scale: number;
}

/** A network's picture may be drawn from a copy that is this much coarser than itself: it samples once. */
const MAX_ENLARGEMENT = 1.15;
/** A photo of at most this many pixels is read once as a whole; reading a bitmap has a price of its own. */
const SMALL_PHOTO = 2 ** 21;
/** Reduced copies up to this long side are kept whole while a photo is worked on. */
const OVERVIEW_SIDE = 1024;

/**
 * Reads a photo by region and scale, so that a large photo is never held twice: a small overview is
 * kept (and its halves), finer regions are read when asked for.
 */
export class PhotoReader {
	readonly width: number;
	readonly height: number;
	readonly #photo: PhotoInput;
	readonly #overviews = new Map<number, Patch>();
	#canvas: OffscreenCanvas | null = null;

	constructor(photo: PhotoInput) {
		if (photo.width < 1 || photo.height < 1)
			throw new RangeError('A photo has at least one pixel.');
		this.#photo = photo;
		this.width = photo.width;
		this.height = photo.height;
	}

	/**
	 * The region, clipped to the photo (at least one pixel), reduced by the largest power of two that
	 * keeps `step` photo pixels per output pixel. May return more than was asked for.
	 */
	read(region: Box, step: number): Patch {
		const short = Math.min(this.width, this.height);
		const scale = 2 ** Math.max(0, Math.floor(Math.log2(Math.min(step, short)) + 1e-6));
		const overview = 2 ** Math.ceil(Math.log2(Math.max(this.width, this.height) / OVERVIEW_SIDE));
		const small = this.width * this.height <= SMALL_PHOTO;
		if (scale >= overview || small) {
			// Who wants halves soon wants the whole; half of that is cheaper than another reading.
			if (small && scale === 2) this.#overview(1);
			return this.#overview(scale);
		}
		const clip = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
		const left = clip(Math.floor(region.x / scale) * scale - 2 * scale, this.width - 1);
		const top = clip(Math.floor(region.y / scale) * scale - 2 * scale, this.height - 1);
		const right = clip(Math.ceil(region.x + region.width) + 2 * scale, this.width);
		const bottom = clip(Math.ceil(region.y + region.height) + 2 * scale, this.height);
		return this.#extract(left, top, Math.max(right - left, 1), Math.max(bottom - top, 1), scale);
	}

	/** Samples a square of RGB numbers for a network; toPhoto maps output pixels to photo pixels. */
	warp(toPhoto: Affine, options: WarpOptions): Float32Array {
		const bounds = affineBounds(toPhoto, options.size, options.size);
		const patch = this.read(bounds, affineScale(toPhoto) * MAX_ENLARGEMENT);
		return warpColours(patch.pixels, composeAffine(photoToPatch(patch), toPhoto), options);
	}

	/** The whole photo, reduced; kept, and reduced further from there. */
	#overview(scale: number): Patch {
		let patch = this.#overviews.get(scale);
		if (!patch) {
			const finer = this.#overviews.get(scale / 2);
			patch = finer
				? { x: 0, y: 0, scale, pixels: reducePixels(finer.pixels, 2) }
				: this.#extract(0, 0, this.width, this.height, scale);
			this.#overviews.set(scale, patch);
		}
		return patch;
	}

	#extract(x: number, y: number, width: number, height: number, scale: number): Patch {
		const pixels =
			'data' in this.#photo
				? cutPixels(this.#photo, x, y, width, height, scale)
				: this.#draw(this.#photo, x, y, width, height, scale);
		return { pixels, x, y, scale };
	}

	#draw(
		photo: ImageBitmap,
		x: number,
		y: number,
		width: number,
		height: number,
		scale: number,
	): Pixels {
		// A last block that is not whole is left out: half of it would be transparent.
		const columns = Math.max(1, Math.floor(width / scale));
		const rows = Math.max(1, Math.floor(height / scale));
		const across = Math.min(columns * scale, width);
		const down = Math.min(rows * scale, height);
		this.#canvas ??= new OffscreenCanvas(columns, rows);
		this.#canvas.width = columns;
		this.#canvas.height = rows;
		const context = this.#canvas.getContext('2d', { willReadFrequently: true });
		if (!context) throw new Error('This browser gives no 2d context to a worker.');
		context.imageSmoothingEnabled = scale > 1;
		context.imageSmoothingQuality = 'high';
		context.drawImage(photo, x, y, across, down, 0, 0, columns, rows);
		return flatten(context.getImageData(0, 0, columns, rows));
	}
}

/** Maps photo pixels to pixels of the patch. */
export function photoToPatch(patch: Patch): Affine {
	const k = 1 / patch.scale;
	return [k, 0, -patch.x * k, 0, k, -patch.y * k];
}

function cutPixels(
	photo: Pixels,
	x: number,
	y: number,
	width: number,
	height: number,
	scale: number,
): Pixels {
	let cut = photo;
	if (x > 0 || y > 0 || width < photo.width || height < photo.height) {
		const data = new Uint8ClampedArray(width * height * 4);
		for (let row = 0; row < height; row++) {
			const from = ((y + row) * photo.width + x) * 4;
			data.set(photo.data.subarray(from, from + width * 4), row * width * 4);
		}
		cut = { width, height, data };
	}
	const opaque = flatten(cut);
	return scale === 1 ? opaque : reducePixels(opaque, scale);
}

/** Lays transparent pixels on white, as a viewer does. */
function flatten(pixels: Pixels): Pixels {
	const words = pixelWords(pixels);
	let i = 0;
	while (i < words.length && words[i] >>> 24 === 255) i++;
	if (i === words.length) return pixels;
	const { data } = pixels;
	const flat = new Uint8ClampedArray(data.length);
	for (let i = 0; i < data.length; i += 4) {
		const alpha = data[i + 3] / 255;
		for (let c = 0; c < 3; c++) flat[i + c] = 255 + (data[i + c] - 255) * alpha;
		flat[i + 3] = 255;
	}
	return { width: pixels.width, height: pixels.height, data: flat };
}
