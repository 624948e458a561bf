import type { Executor, Kernel, Plane } from './kernel';

/**
 * Smallest value in the square window of side 2 radius + 1 (the border repeated), 1 channel.
 * @param radius whole pixels, >= 1
 */
export function erode(executor: Executor, source: Plane, radius: number): Plane {
	return inSquare(executor, source, radius, erodeAcross, erodeDown);
}

/** Largest value in the square window of side 2 radius + 1 (the border repeated), 1 channel. */
export function dilate(executor: Executor, source: Plane, radius: number): Plane {
	return inSquare(executor, source, radius, dilateAcross, dilateDown);
}

function inSquare(
	executor: Executor,
	source: Plane,
	radius: number,
	acrossKernel: Kernel<'radius'>,
	downKernel: Kernel<'radius'>,
): Plane {
	if (!(Number.isInteger(radius) && radius >= 1)) {
		throw new RangeError(`${acrossKernel.name}: radius ${radius} must be a whole number >= 1`);
	}
	const across = executor.run(acrossKernel, [source], { radius });
	const down = executor.run(downKernel, [across], { radius });
	executor.release(across);
	return down;
}

export const erodeAcross = extremePass('erode', 'x');
export const erodeDown = extremePass('erode', 'y');
export const dilateAcross = extremePass('dilate', 'x');
export const dilateDown = extremePass('dilate', 'y');

function extremePass(name: 'erode' | 'dilate', direction: 'x' | 'y'): Kernel<'radius'> {
	const at = direction === 'x' ? 'in0(x + i, y)' : 'in0(x, y + i)';
	const choose = name === 'erode' ? 'min' : 'max';
	const sign = name === 'erode' ? 1 : -1;
	return {
		name: `${name}-${direction}`,
		inputs: [1],
		output: 1,
		params: ['radius'],
		cpu(out, { width, height }, [{ data }], { radius }) {
			if (direction === 'x') {
				slideRows(out, data, width, height, radius, sign);
			} else {
				slideColumns(out, data, width, height, radius, sign);
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let radius = i32(P.radius);
	var extreme = in0(x, y);
	for (var i = -radius; i <= radius; i++) {
		extreme = ${choose}(extreme, ${at});
	}
	return extreme;
}`,
	};
}

/**
 * Sliding minima of sign * value in three comparisons a pixel, whatever the radius (van Herk 1992; Gil and
 * Werman 1993): a window is the end of one block of 2 radius + 1 values and the beginning of the next.
 */
function slideRows(
	out: Float32Array,
	data: Float32Array,
	width: number,
	height: number,
	radius: number,
	sign: 1 | -1,
): void {
	const block = 2 * radius + 1;
	// Nothing lies beyond the border: repeating it adds no value that a window has not.
	const blocks = Math.ceil((width + 2 * radius) / block);
	const line = new Float32Array(blocks * block).fill(Infinity);
	const ends = new Float32Array(line.length);
	for (let y = 0; y < height; y++) {
		const row = y * width;
		for (let x = 0; x < width; x++) line[radius + x] = sign * data[row + x];
		// 1. Minima from each place to the end of its block.
		for (let i = line.length - 1, left = 0, least = Infinity; i >= 0; i--, left--) {
			if (left === 0) {
				least = Infinity;
				left = block;
			}
			if (line[i] < least) least = line[i];
			ends[i] = least;
		}
		// 2. Minima from the beginning of the next block to each place; the smaller of the two.
		for (let i = 0, left = 0, least = Infinity; i < 2 * radius + width; i++, left--) {
			if (left === 0) {
				least = Infinity;
				left = block;
			}
			if (line[i] < least) least = line[i];
			const o = i - 2 * radius;
			if (o >= 0) out[row + o] = sign * (ends[o] < least ? ends[o] : least);
		}
	}
}

/** The same down all columns at once, row by row. */
function slideColumns(
	out: Float32Array,
	data: Float32Array,
	width: number,
	height: number,
	radius: number,
	sign: 1 | -1,
): void {
	const block = 2 * radius + 1;
	const ends = Array.from({ length: block }, () => new Float32Array(width));
	const beginning = new Float32Array(width);
	for (let start = -radius; start + radius < height; start += block) {
		// 1. Minima from each row of this block to its end; rows outside of the picture are none.
		for (let j = block - 1; j >= 0; j--) {
			const y = start + j;
			const after = j + 1 < block ? ends[j + 1] : null;
			leastOf(ends[j], after, data, y >= 0 && y < height ? y * width : -1, sign);
		}
		// 2. Minima from the beginning of the next block on.
		beginning.fill(Infinity);
		for (let j = 0; j < block && start + radius + j < height; j++) {
			const y = start + block + j - 1;
			if (j > 0 && y < height) leastOf(beginning, beginning, data, y * width, sign);
			const row = (start + radius + j) * width;
			const end = ends[j];
			for (let x = 0; x < width; x++) {
				out[row + x] = sign * (end[x] < beginning[x] ? end[x] : beginning[x]);
			}
		}
	}
}

/** target = min(others, sign * the row of data at `row`); no others are infinite, and so is row -1. */
function leastOf(
	target: Float32Array,
	others: Float32Array | null,
	data: Float32Array,
	row: number,
	sign: 1 | -1,
): void {
	if (row < 0) {
		if (others) target.set(others);
		else target.fill(Infinity);
		return;
	}
	for (let x = 0; x < target.length; x++) {
		const value = sign * data[row + x];
		target[x] = others && others[x] < value ? others[x] : value;
	}
}
