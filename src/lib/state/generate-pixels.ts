import type { Portrait } from '$lib/domain/face';
import { resizeRegion } from '$lib/image/resize';
import { applyAffine, invertAffine, type Pixels } from '$lib/image/warp';
import type { GeneratedRecipe } from '$lib/domain/generated';

/**
 * Head and shoulders at the size of a picture: the largest part of the square of its shape, the face in the middle of
 * its width; what an upright shape leaves out is beside the shoulders.
 * @param square RGBA, opaque
 */
export function structureOf(
	square: Pixels,
	{ width, height }: Pick<GeneratedRecipe, 'width' | 'height'>,
): Uint8ClampedArray<ArrayBuffer> {
	const scale = Math.min(square.width / width, square.height / height);
	const region = { width: width * scale, height: height * scale };
	const x = (square.width - region.width) / 2;
	const y = (square.height - region.height) / 2;
	return resizeRegion(square, { ...region, x, y }, width, height);
}

/**
 * The figure of a picture, 0..255, from the raw mask of its portrait crop; beyond the crop its edge goes on.
 * @param portrait of the same picture: `toPhoto` leads to the picture's pixels
 */
export function figureOf(
	{ mask, side, toPhoto }: Pick<Portrait, 'mask' | 'side' | 'toPhoto'>,
	{ width, height }: Pick<GeneratedRecipe, 'width' | 'height'>,
): Uint8ClampedArray<ArrayBuffer> {
	const toCrop = invertAffine(toPhoto);
	const [kx, ky] = [mask.width / side, mask.height / side];
	const figure = new Uint8ClampedArray(width * height);
	for (let j = 0; j < height; j++) {
		for (let i = 0; i < width; i++) {
			const at = applyAffine(toCrop, i + 0.5, j + 0.5);
			figure[j * width + i] = 255 * bilinear(mask, at.x * kx - 0.5, at.y * ky - 0.5);
		}
	}
	return figure;
}

function bilinear({ data, width, height }: Portrait['mask'], x: number, y: number): number {
	const u = Math.min(Math.max(x, 0), width - 1);
	const v = Math.min(Math.max(y, 0), height - 1);
	const [left, top] = [Math.floor(u), Math.floor(v)];
	const [right, below] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
	const row = (line: number) =>
		data[line * width + left] * (1 - (u - left)) + data[line * width + right] * (u - left);
	return row(top) * (1 - (v - top)) + row(below) * (v - top);
}

/** RGBA of a bitmap, which stays the caller's. */
export function readBitmap(bitmap: ImageBitmap): Uint8ClampedArray {
	const { width, height } = bitmap;
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true })!;
	context.drawImage(bitmap, 0, 0);
	return context.getImageData(0, 0, width, height).data;
}
