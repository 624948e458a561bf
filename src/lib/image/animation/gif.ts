import type { AnimationKind } from '$lib/domain/outputs';
import { resizeRegion } from '../resize';
import type { Pixels } from '../warp';
import { flickerFrames, paintFrames } from './frames';

/** Chat apps refuse or convert larger ones. */
export const MOST_GIF_BYTES = 2_000_000;
/** Tried from the left until the file is small enough. */
const SIDES = [384, 320, 256, 192] as const;
const COLOURS = 255;

/**
 * A looping GIF of a finished picture, under MOST_GIF_BYTES. Pixels that stay as they were are left out of a frame.
 * @throws RangeError when even the smallest is too large
 */
export async function animate(
	picture: Pixels,
	kind: AnimationKind,
	signal?: AbortSignal,
): Promise<Blob> {
	for (const side of SIDES) {
		const data = resizeRegion(
			picture,
			{ x: 0, y: 0, width: picture.width, height: picture.height },
			side,
			side,
		);
		const bytes = await encode({ width: side, height: side, data }, kind, signal);
		if (bytes.length <= MOST_GIF_BYTES) {
			return new Blob([new Uint8Array(bytes)], { type: 'image/gif' });
		}
	}
	throw new RangeError('the animation is too large');
}

async function encode(
	picture: Pixels,
	kind: AnimationKind,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { GIFEncoder, quantize, applyPalette } = await import('gifenc');
	const { width, height } = picture;
	const gif = GIFEncoder();
	const frames = [...(kind === 'paint' ? paintFrames : flickerFrames)(picture)];
	// One palette for all frames: colours must not crawl. Those of the picture, and of its faintest frame.
	const sample = new Uint8ClampedArray(2 * picture.data.length);
	sample.set(picture.data);
	sample.set(
		frames[kind === 'paint' ? Math.floor(frames.length / 2) : 2].rgba,
		picture.data.length,
	);
	const palette = quantize(sample, COLOURS);
	const clear = palette.length;
	const withClear = [...palette, [0, 0, 0] as const];
	let before: Uint8Array | null = null;
	for (const { rgba, delay } of frames) {
		signal?.throwIfAborted();
		const index = applyPalette(rgba, palette);
		const changed = before
			? index.map((colour, i) => (colour === before![i] ? clear : colour))
			: index;
		gif.writeFrame(changed, width, height, {
			palette: before ? undefined : withClear,
			delay,
			repeat: 0,
			transparent: before !== null,
			transparentIndex: clear,
			dispose: 1,
		});
		before = index;
	}
	gif.finish();
	return gif.bytes();
}
