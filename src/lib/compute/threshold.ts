import type { Executor, Kernel, Plane } from './kernel';

/**
 * Antialiased threshold of a smooth field: clamp((f - t) / (width |grad f|) + 1/2), a soft edge of about
 * `width` pixels whatever the field's slope.
 * @param field 1 or 4 channels (each on its own)
 */
export function threshold(executor: Executor, field: Plane, level: number, width = 1): Plane {
	if (field.channels !== 1 && field.channels !== 4) {
		throw new TypeError(`threshold: takes 1 or 4 channels, got ${field.channels}`);
	}
	return executor.run(thresholdKernels[field.channels], [field], { level, width });
}

/** Added to the slope, so that flat fields become 0 or 1. */
const FLAT = 1e-5;

export const thresholdKernels = { 1: thresholdKernel(1), 4: thresholdKernel(4) };

function thresholdKernel(channels: 1 | 4): Kernel<'level' | 'width'> {
	const type = channels === 1 ? 'f32' : 'vec4f';
	return {
		name: `threshold-${channels}`,
		inputs: [channels],
		output: channels,
		params: ['level', 'width'],
		cpu(out, { width: w, height: h }, [{ data }], { level, width }) {
			for (let y = 0; y < h; y++) {
				const up = Math.max(0, y - 1) * w;
				const down = Math.min(h - 1, y + 1) * w;
				const here = y * w;
				for (let x = 0; x < w; x++) {
					const left = Math.max(0, x - 1);
					const right = Math.min(w - 1, x + 1);
					for (let c = 0; c < channels; c++) {
						const ul = data[(up + left) * channels + c];
						const ur = data[(up + right) * channels + c];
						const dl = data[(down + left) * channels + c];
						const dr = data[(down + right) * channels + c];
						const l = data[(here + left) * channels + c];
						const r = data[(here + right) * channels + c];
						const u = data[(up + x) * channels + c];
						const d = data[(down + x) * channels + c];
						// Sobel's derivative, per pixel.
						const gx = (ur + dr - ul - dl + 2 * (r - l)) / 8;
						const gy = (dl + dr - ul - ur + 2 * (d - u)) / 8;
						const slope = Math.sqrt(gx * gx + gy * gy) + FLAT;
						const o = (here + x) * channels + c;
						out[o] = Math.min(1, Math.max(0, (data[o] - level) / (slope * width) + 0.5));
					}
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${type} {
	let ul = in0(x - 1, y - 1);
	let ur = in0(x + 1, y - 1);
	let dl = in0(x - 1, y + 1);
	let dr = in0(x + 1, y + 1);
	let gx = (ur + dr - ul - dl + 2.0 * (in0(x + 1, y) - in0(x - 1, y))) / 8.0;
	let gy = (dl + dr - ul - ur + 2.0 * (in0(x, y + 1) - in0(x, y - 1))) / 8.0;
	let slope = sqrt(gx * gx + gy * gy) + ${FLAT.toFixed(6)};
	return clamp((in0(x, y) - P.level) / (slope * P.width) + 0.5, ${type}(0.0), ${type}(1.0));
}`,
	};
}
