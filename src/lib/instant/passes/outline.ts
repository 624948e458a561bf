import type { Executor, Kernel, Plane } from '$lib/compute/kernel';

/**
 * A band of even width around a shape, 0..1 with soft edges; the shape itself is 1 as well.
 * Exact distances, found within the width only: along rows, then columns.
 * @param shape 1 channel; inside where it is at least 1/2
 * @param width in pixels
 */
export function outline(executor: Executor, shape: Plane, width: number): Plane {
	const rows = executor.run(nearestInRow, [shape], { width });
	const band = executor.run(bandAround, [rows], { width });
	executor.release(rows);
	return band;
}

/** Squared distance to the nearest inside pixel of the row; a large number beyond the width. */
export const nearestInRow: Kernel<'width'> = {
	name: 'nearest-in-row',
	inputs: [1],
	output: 1,
	params: ['width'],
	cpu(out, { width: columns, height }, [{ data }], { width }) {
		const radius = Math.ceil(width) + 1;
		for (let y = 0; y < height; y++) {
			const row = y * columns;
			for (let x = 0; x < columns; x++) {
				let nearest = FAR;
				for (let i = 0; i <= radius; i++) {
					const inside =
						data[row + Math.max(0, x - i)] >= 0.5 ||
						data[row + Math.min(columns - 1, x + i)] >= 0.5;
					if (inside) {
						nearest = i * i;
						break;
					}
				}
				out[row + x] = nearest;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	for (var i = 0; i <= i32(ceil(P.width)) + 1; i++) {
		if (in0(x - i, y) >= 0.5 || in0(x + i, y) >= 0.5) {
			return f32(i * i);
		}
	}
	return 1e6;
}`,
};

export const bandAround: Kernel<'width'> = {
	name: 'band-around',
	inputs: [1],
	output: 1,
	params: ['width'],
	cpu(out, { width: columns, height }, [{ data }], { width }) {
		const radius = Math.ceil(width) + 1;
		for (let y = 0; y < height; y++) {
			const first = Math.max(-radius, -y);
			const last = Math.min(radius, height - 1 - y);
			for (let x = 0; x < columns; x++) {
				let nearest = FAR;
				for (let j = first; j <= last; j++) {
					nearest = Math.min(nearest, data[(y + j) * columns + x] + j * j);
				}
				out[y * columns + x] = Math.min(1, Math.max(0, width - Math.sqrt(nearest) + 0.5));
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let radius = i32(ceil(P.width)) + 1;
	var nearest = 1e6;
	for (var j = max(-radius, -y); j <= min(radius, H - 1 - y); j++) {
		nearest = min(nearest, in0(x, y + j) + f32(j * j));
	}
	return saturate(P.width - sqrt(nearest) + 0.5);
}`,
};

const FAR = 1e6;
