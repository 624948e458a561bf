import type { Box, Point } from '$lib/domain/geometry';
import { MIN_PHOTO_SIDE, type Photo } from '$lib/domain/photo';
import { applyEdit, defaultCrop, rotatedSize } from '$lib/image/edit';
import { moveCrop, resizeCrop, type Corner } from './crop';

/** Cropping and rotating one photo by hand, until it is applied. */
export class PhotoEditing {
	#quarters = $state(0);
	#fine = $state(0);
	#crop = $state.raw<Box>({ x: 0, y: 0, width: 0, height: 0 });
	readonly #photo: Photo;

	constructor(photo: Photo) {
		this.#photo = photo;
		this.reset();
	}

	/** Clockwise, in degrees. */
	get rotation(): number {
		return this.#quarters * 90 + this.#fine;
	}

	/** The part of the rotation under a quarter turn, -45..45 degrees. */
	get fine(): number {
		return this.#fine;
	}

	/** The box around the rotated photo, in photo pixels. */
	get outer(): { readonly width: number; readonly height: number } {
		return rotatedSize(this.#photo, this.rotation);
	}

	/** What stays, in pixels of `outer`. */
	get crop(): Box {
		return this.#crop;
	}

	/** @param quarters 1 for right, -1 for left */
	turn(quarters: 1 | -1): void {
		this.#quarters += quarters;
		this.#restart();
	}

	straighten(degrees: number): void {
		this.#fine = degrees;
		this.#restart();
	}

	move(by: Point): void {
		this.#crop = moveCrop(this.#crop, by, this.outer);
	}

	resize(corner: Corner, by: Point): void {
		this.#crop = resizeCrop(this.#crop, corner, by, this.outer, MIN_PHOTO_SIDE);
	}

	reset(): void {
		this.#quarters = 0;
		this.#fine = 0;
		this.#restart();
	}

	/** A new photo; the given one is left alone. Throws PhotoError. */
	apply(): Promise<Photo> {
		return applyEdit(this.#photo, { rotation: this.rotation, crop: this.#crop });
	}

	#restart(): void {
		this.#crop = defaultCrop(this.#photo, this.rotation);
	}
}
