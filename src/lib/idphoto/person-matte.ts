import type { CpuPlane, Executor } from '$lib/compute/kernel';
import type { Box } from '$lib/domain/geometry';
import type { IdCorrection } from '$lib/domain/id-photo';
import { resizeRegion } from '$lib/image/resize';
import type { Pixels } from '$lib/image/warp';
import { foregroundColours } from '$lib/matte/blur-fusion';
import { refineMatte } from '$lib/matte/refine';
import type { PersonSquare } from './person-square';

/** Sides of the square in which a matte is refined; few, so that one is of use for several sizes. */
const SIDES = [256, 384, 512, 768, 1024] as const;
/** How much finer than the picture the matte is. */
const FINER = 1.1;

/** The side for a picture that has `scale` of its pixels for each pixel of the photo. */
export function sideFor(square: Box, scale: number): number {
	const wanted = square.width * Math.min(scale * FINER, 1);
	return SIDES.find((side) => side >= wanted) ?? SIDES[SIDES.length - 1];
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
}

/** Refines the rough mask to the hair's edge, in a square of `side` pixels. */
export async function refinePerson(
	executor: Executor,
	photo: Pixels,
	{ square, coarse }: PersonSquare,
	side: number,
	signal?: AbortSignal,
): Promise<PersonMatte> {
	const image = planeOf(resizeRegion(photo, square, side, side), side);
	return executor.scope(async () => {
		const matte = await refineMatte(executor, executor.upload(image), coarse, { signal });
		const alpha = await executor.download(matte.alpha);
		const foreground = await executor.download(matte.foreground);
		return { square, alpha, foreground, image };
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
			side / 768,
		);
		await executor.checkpoint(signal);
		return { ...matte, alpha, foreground: await executor.download(own) };
	});
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
