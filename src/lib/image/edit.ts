import type { Box } from '$lib/domain/geometry';
import { MIN_PHOTO_SIDE, PhotoError, type Photo } from '$lib/domain/photo';

export interface PhotoEdit {
	/** Clockwise, in degrees: any sum of quarter turns and a fine part. */
	readonly rotation: number;
	/**
	 * What stays, in pixels of the rotated photo: (0, 0) is the top left corner of rotatedSize's box.
	 * Null keeps the largest upright box that shows no empty corner.
	 */
	readonly crop: Box | null;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

/** The box around a rotated photo, in pixels. Quarter turns give whole numbers. */
export function rotatedSize({ width, height }: Size, rotation: number): Size {
	const [cos, sin] = turn(rotation).map(Math.abs);
	return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/**
 * The largest centred box of the photo's proportions that lies inside the rotated photo, in pixels of its
 * box: what a crop starts from.
 */
export function defaultCrop(size: Size, rotation: number): Box {
	const outer = rotatedSize(size, rotation);
	const [cos, sin] = turn(rotation).map(Math.abs);
	const sideways = sin > cos;
	const [w, h] = sideways ? [size.height, size.width] : [size.width, size.height];
	// A w x h box fits when, turned back, its corners lie within the photo.
	const scale = Math.min(size.width / (w * cos + h * sin), size.height / (w * sin + h * cos));
	return {
		x: (outer.width - w * scale) / 2,
		y: (outer.height - h * scale) / 2,
		width: w * scale,
		height: h * scale,
	};
}

/**
 * A new photo, rotated about its middle and cropped. White fills what the crop takes from outside. The given
 * photo is left alone; whoever holds it closes it.
 * @throws PhotoError 'too-small' when less than MIN_PHOTO_SIDE would stay
 */
export async function applyEdit(photo: Photo, edit: PhotoEdit): Promise<Photo> {
	const crop = edit.crop ?? defaultCrop(photo, edit.rotation);
	const width = Math.round(crop.width);
	const height = Math.round(crop.height);
	if (Math.min(width, height) < MIN_PHOTO_SIDE) {
		throw new PhotoError('too-small', `${width} x ${height}`);
	}
	const outer = rotatedSize(photo, edit.rotation);
	const [cos, sin] = turn(edit.rotation);
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' });
	if (!context) throw new PhotoError('too-large', 'no canvas of this size');
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.imageSmoothingQuality = 'high';
	context.translate(outer.width / 2 - crop.x, outer.height / 2 - crop.y);
	context.transform(cos, sin, -sin, cos, 0, 0);
	context.drawImage(photo.bitmap, -photo.width / 2, -photo.height / 2);
	return {
		...photo,
		id: crypto.randomUUID(),
		bitmap: canvas.transferToImageBitmap(),
		width,
		height,
	};
}

/** Cosine and sine, exact for quarter turns, which then move pixels without blurring them. */
function turn(degrees: number): [number, number] {
	const quarter = (((degrees / 90) % 4) + 4) % 4;
	if (Number.isInteger(quarter)) {
		return [[1, 0, -1, 0][quarter], [0, 1, 0, -1][quarter]];
	}
	const radians = (degrees * Math.PI) / 180;
	return [Math.cos(radians), Math.sin(radians)];
}
