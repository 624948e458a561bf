import { forEachChannels, WGSL_TYPE } from './channel-types';
import type { Channels, Executor, Kernel, Plane } from './kernel';

/**
 * Mean over the square window of side 2 radius + 1, clipped to the picture at its border
 * (as in He, Sun, Tang: "Guided Image Filtering"). The CPU cost does not depend on the radius.
 * @param radius whole pixels, >= 1
 */
export function boxMean(executor: Executor, source: Plane, radius: number): Plane {
	if (!(Number.isInteger(radius) && radius >= 1)) {
		throw new RangeError(`boxMean: radius ${radius} must be a whole number of at least 1`);
	}
	const across = executor.run(boxAcross[source.channels], [source], { radius });
	const down = executor.run(boxDown[source.channels], [across], { radius });
	executor.release(across);
	return down;
}

export const boxAcross = forEachChannels((channels) => boxPass('x', channels));
export const boxDown = forEachChannels((channels) => boxPass('y', channels));

function boxPass(direction: 'x' | 'y', channels: Channels): Kernel<'radius'> {
	const [at, position, length] =
		direction === 'x' ? ['in0(i, y)', 'x', 'W'] : ['in0(x, i)', 'y', 'H'];
	return {
		name: `box-${direction}${channels}`,
		inputs: [channels],
		output: channels,
		params: ['radius'],
		cpu(out, { width, height }, [{ data }], { radius }) {
			if (direction === 'x') {
				for (let y = 0; y < height; y++) {
					slideRow(out, data, y * width * channels, width, channels, radius);
				}
			} else {
				slideDown(out, data, width * channels, height, radius);
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${WGSL_TYPE[channels]} {
	let radius = i32(P.radius);
	let first = max(${position} - radius, 0);
	let last = min(${position} + radius, ${length} - 1);
	var sum = ${WGSL_TYPE[channels]}(0.0);
	for (var i = first; i <= last; i++) {
		sum += ${at};
	}
	return sum / f32(last - first + 1);
}`,
	};
}

/** Running means along one row of `length` pixels that starts at index `start`. */
function slideRow(
	out: Float32Array,
	data: Float32Array,
	start: number,
	length: number,
	channels: number,
	radius: number,
): void {
	const ahead = radius * channels;
	const behind = ahead + channels;
	const end = start + length * channels;
	// Pixels whose window ends at the left border, and those whose window ends at neither.
	const whole = Math.min(start + behind, end);
	const inner = Math.max(end - ahead, whole);
	for (let c = 0; c < channels; c++) {
		let sum = 0;
		let count = Math.min(radius, length);
		for (let i = 0; i < count; i++) sum += data[start + c + i * channels];
		let at = start + c;
		for (; at < whole; at += channels) {
			if (at + ahead < end) {
				sum += data[at + ahead];
				count++;
			}
			out[at] = sum / count;
		}
		const gain = 1 / count;
		for (; at < inner; at += channels) {
			sum += data[at + ahead] - data[at - behind];
			out[at] = sum * gain;
		}
		for (; at < end; at += channels) {
			sum -= data[at - behind];
			out[at] = sum / --count;
		}
	}
}

/** Running means down all columns at once: rows are read in order, which the cache likes. */
function slideDown(
	out: Float32Array,
	data: Float32Array,
	stride: number,
	height: number,
	radius: number,
): void {
	const sum = new Float64Array(stride);
	let count = Math.min(radius, height);
	for (let y = 0; y < count; y++) {
		for (let i = 0; i < stride; i++) sum[i] += data[y * stride + i];
	}
	for (let y = 0; y < height; y++) {
		const row = y * stride;
		const enters = y + radius < height ? row + radius * stride : -1;
		const leaves = y > radius ? row - (radius + 1) * stride : -1;
		if (enters >= 0 && leaves >= 0) {
			const gain = 1 / count;
			for (let i = 0; i < stride; i++) {
				out[row + i] = (sum[i] += data[enters + i] - data[leaves + i]) * gain;
			}
			continue;
		}
		if (enters >= 0) {
			for (let i = 0; i < stride; i++) sum[i] += data[enters + i];
			count++;
		}
		if (leaves >= 0) {
			for (let i = 0; i < stride; i++) sum[i] -= data[leaves + i];
			count--;
		}
		const gain = 1 / count;
		for (let i = 0; i < stride; i++) out[row + i] = sum[i] * gain;
	}
}
