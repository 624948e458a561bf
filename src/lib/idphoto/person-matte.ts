import type { CpuPlane, Executor } from '$lib/compute/kernel';
import type { Box } from '$lib/domain/geometry';
import type { IdCorrection, SquareMask } from '$lib/domain/id-photo';
import type { Pixels } from '$lib/image/warp';
import { foregroundColours } from '$lib/matte/blur-fusion';
import { refineLone } from '$lib/matte/refine';
import type { PersonSquare } from './person-square';
import { resizeSquare } from './photo-levels';

/** How much finer than the picture the matte is. */
const FINER = 1.1;
/** Sides of mattes are multiples of this. */
const SIDE_STEP = 32;
const MOST_SIDE = 1024;
/** What the refinement looks at around a picture, as a share of the person's square: its widest radius. */
const AROUND = 0.04;

/** A square of the photo, and how finely a matte lies over it. */
export interface MatteArea {
	readonly square: Box;
	readonly side: number;
}

/**
 * The area that a picture needs: what it shows of the person's square and a little more.
 * @param shown of the photo, upright bounds
 * @param scale pixels of the picture for each pixel of the photo
 */
export function areaFor({ square, mask }: PersonSquare, shown: Box, scale: number): MatteArea {
	// 1. As a square within the person's, on pixels of its mask.
	const cell = square.width / mask.width;
	const wanted = Math.max(shown.width, shown.height) + 2 * AROUND * square.width;
	const cells = Math.min(Math.ceil(wanted / cell), mask.width);
	const first = (from: number, length: number, start: number) =>
		clamp(Math.round((from + length / 2 - start) / cell - cells / 2), mask.width - cells);
	const part: Box = {
		x: square.x + first(shown.x, shown.width, square.x) * cell,
		y: square.y + first(shown.y, shown.height, square.y) * cell,
		width: cells * cell,
		height: cells * cell,
	};
	// 2. Finer than the picture, but not than the photo.
	const pixels = part.width * Math.min(scale * FINER, 1);
	const side = Math.min(Math.ceil(pixels / SIDE_STEP) * SIDE_STEP, MOST_SIDE);
	return { square: part, side };
}

/** Whether a matte holds all that an area asks for. */
export function covers({ square, alpha }: PersonMatte, area: MatteArea): boolean {
	const slack = area.square.width / area.side / 2;
	const within = (from: number, length: number, start: number, whole: number) =>
		start >= from - slack && start + whole <= from + length + slack;
	return (
		within(square.x, square.width, area.square.x, area.square.width) &&
		within(square.y, square.height, area.square.y, area.square.height) &&
		alpha.width / square.width >= 0.99 * (area.side / area.square.width)
	);
}

/** The person's refined mask and own colours over a square of the photo. */
export interface PersonMatte {
	readonly square: Box;
	/** 0..1, 1 channel, side x side. */
	readonly alpha: CpuPlane;
	/** sRGB 0..1, 3 channels. */
	readonly foreground: CpuPlane;
	/** The photo's own colours of the square, sRGB 0..1. */
	readonly image: CpuPlane;
	/** Pixels for each of the person's square at 768, for which radii hold. */
	readonly scale: number;
}

/** Refines the rough mask to the hair's edge, over an area that lies on pixels of the mask. */
export async function refinePerson(
	executor: Executor,
	photo: Pixels,
	person: PersonSquare,
	{ square, side }: MatteArea,
	signal?: AbortSignal,
): Promise<PersonMatte> {
	const image = planeOf(resizeSquare(photo, square, side), side);
	const lone = { mask: partOf(person.mask, square), fine: person.fine };
	const scale = (side / 768) * (person.square.width / square.width);
	return executor.scope(async () => {
		const matte = await refineLone(executor, executor.upload(image), lone, scale, {
			signal,
			colours: !person.fine,
		});
		const alpha = await executor.download(matte.alpha);
		const foreground = await executor.download(matte.foreground);
		return { square, alpha, foreground, image, scale };
	});
}

/** The matte with what a person painted on it; its colours are estimated again. */
export async function correctMatte(
	executor: Executor,
	matte: PersonMatte,
	correction: IdCorrection,
	signal?: AbortSignal,
): Promise<PersonMatte> {
	if (correction.data.length !== correction.width * correction.height)
		throw new RangeError('a correction has width x height numbers');
	const side = matte.alpha.width;
	const step = matte.square.width / side;
	const { box } = correction;
	const data = matte.alpha.data.slice();
	for (let row = 0, i = 0; row < side; row++) {
		const v = ((matte.square.y + (row + 0.5) * step - box.y) / box.height) * correction.height;
		for (let column = 0; column < side; column++, i++) {
			const u = ((matte.square.x + (column + 0.5) * step - box.x) / box.width) * correction.width;
			if (u < 0 || v < 0 || u >= correction.width || v >= correction.height) continue;
			const painted = bilinear(correction, u - 0.5, v - 0.5) / 127;
			data[i] = painted > 0 ? data[i] + painted * (1 - data[i]) : data[i] * (1 + painted);
		}
	}
	const alpha: CpuPlane = { width: side, height: side, channels: 1, data };
	return executor.scope(async () => {
		const own = foregroundColours(
			executor,
			executor.upload(matte.image),
			executor.upload(alpha),
			matte.scale,
		);
		await executor.checkpoint(signal);
		return { ...matte, alpha, foreground: await executor.download(own) };
	});
}

/** The pixels of a mask within a square that lies on them. */
function partOf({ square, width, data }: SquareMask, part: Box): CpuPlane {
	const cell = square.width / width;
	const [left, top, size] = [part.x - square.x, part.y - square.y, part.width].map((length) =>
		Math.round(length / cell),
	);
	const cut = new Float32Array(size * size);
	for (let y = 0; y < size; y++) {
		const from = (top + y) * width + left;
		cut.set(data.subarray(from, from + size), y * size);
	}
	return { width: size, height: size, channels: 1, data: cut };
}

function clamp(index: number, most: number): number {
	return Math.min(Math.max(index, 0), most);
}

function bilinear({ width, height, data }: IdCorrection, x: number, y: number): number {
	const at = (i: number, j: number) =>
		data[Math.min(Math.max(j, 0), height - 1) * width + Math.min(Math.max(i, 0), width - 1)];
	const left = Math.floor(x);
	const top = Math.floor(y);
	const [fx, fy] = [x - left, y - top];
	const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
	const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
	return upper * (1 - fy) + lower * fy;
}

function planeOf(rgba: Uint8ClampedArray, side: number): CpuPlane {
	const data = new Float32Array(side * side * 3);
	for (let p = 0, o = 0; o < data.length; p += 4, o += 3) {
		data[o] = rgba[p] / 255;
		data[o + 1] = rgba[p + 1] / 255;
		data[o + 2] = rgba[p + 2] / 255;
	}
	return { width: side, height: side, channels: 3, data };
}
