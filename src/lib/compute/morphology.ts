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
				const queue = new Uint32Array(width);
				for (let y = 0; y < height; y++) {
					slideMinimum(out, data, y * width, 1, width, radius, sign, queue);
				}
			} else {
				const queue = new Uint32Array(height);
				for (let x = 0; x < width; x++) {
					slideMinimum(out, data, x, width, height, radius, sign, queue);
				}
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
 * Sliding minimum of sign * value along one line, in constant time a pixel: a queue holds the positions
 * that can still become the minimum, smallest first.
 */
function slideMinimum(
	out: Float32Array,
	data: Float32Array,
	base: number,
	step: number,
	length: number,
	radius: number,
	sign: 1 | -1,
	queue: Uint32Array,
): void {
	let head = 0;
	let tail = 0;
	for (let i = 0; i < length + radius; i++) {
		if (i < length) {
			const value = sign * data[base + i * step];
			while (tail > head && sign * data[base + queue[tail - 1] * step] >= value) tail--;
			queue[tail++] = i;
		}
		const centre = i - radius;
		if (centre < 0) continue;
		if (queue[head] < centre - radius) head++;
		out[base + centre * step] = data[base + queue[head] * step];
	}
}
