import { distanceTransform } from '$lib/compute/distance';
import { gaussian } from '$lib/compute/gaussian';
import { resize } from '$lib/compute/resample';
import { smoothstep } from '$lib/compute/pointwise';
import { MESH_POINTS } from '$lib/domain/face';
import type { Executor, Plane } from '$lib/compute/kernel';
import type { Prepared } from './prepared';

/** Side of the grid on which the relief is computed: it is smooth, and the same at every picture size. */
const GRID = 160;

/**
 * Height of the figure above the sheet in pixels: a cushion over the silhouette, and on it the face as the
 * mesh knows it, less its own curvature. 1 channel, side x side.
 * @param blur sigma in pixels of the reference size: detailed relief gives moire on the chin
 * @param rim how the cushion rises. `sloped`: a parabola, on which lines that bend over it by .42 never turn back on
 * themselves, as they would on the steep rim of a circle. `round`: that circle, for light that falls on it
 */
export async function relief(
	executor: Executor,
	prepared: Prepared,
	blur: number,
	rim: 'sloped' | 'round' = 'sloped',
): Promise<Plane> {
	const size = { width: GRID, height: GRID };
	const [matte, oval] = await Promise.all(
		[prepared.planes.alpha, prepared.planes.face].map((plane) =>
			executor.download(resize(executor, plane, size)),
		),
	);
	const unit = prepared.side / GRID;
	const interocular = prepared.interocular / unit;

	// 1. A cushion from the silhouette to 1.15 I inside it.
	const inside = distanceTransform(mask(matte.data), GRID, GRID);
	const reach = 1.15 * interocular;
	const cushion = inside.map((d) => {
		const t = Math.min(1, d / reach);
		const rise = 1 - (1 - t) ** 2;
		return reach * (rim === 'round' ? 0.9 * Math.sqrt(rise) : 0.7 * rise);
	});

	// 2. The face's own relief, fading towards the oval.
	const face = faceRelief(prepared.landmarks, unit, interocular);
	const fromOval = distanceTransform(mask(oval.data), GRID, GRID);
	const height = cushion.map((h, i) => {
		const own = Math.min(80 / 200, Math.max(-60 / 200, face[i] / interocular)) * interocular;
		return unit * (h + smoothstep(0, 0.55 * interocular, fromOval[i]) * own);
	});
	const coarse = gaussian(
		executor,
		executor.upload({ ...size, channels: 1, data: height }),
		(blur * prepared.scale) / unit,
	);
	return resize(executor, coarse, { width: prepared.side, height: prepared.side });
}

function mask(values: Float32Array): Uint8Array {
	return Uint8Array.from(values, (v) => (v > 0.5 ? 1 : 0));
}

/**
 * -z of the mesh on the grid, less the quadratic surface that fits it best, so that nose, brows and lips
 * stand out. Between points: normalised convolution (Knutsson and Westin 1993).
 */
function faceRelief(landmarks: Float32Array, unit: number, interocular: number): Float32Array {
	const points = Array.from({ length: MESH_POINTS }, (_, i) => ({
		x: landmarks[3 * i] / unit,
		y: landmarks[3 * i + 1] / unit,
		z: -landmarks[3 * i + 2] / unit,
	}));
	const { x: noseX, y: noseY } = points[1];
	const basis = (x: number, y: number) => {
		const u = (x - noseX) / interocular;
		const v = (y - noseY) / interocular;
		return [1, u, v, u * u, v * v, u * v];
	};
	const fit = leastSquares(
		points.map(({ x, y }) => basis(x, y)),
		points.map(({ z }) => z),
	);
	const spread = 0.07 * interocular;
	const radius = Math.ceil(3 * spread);
	const sum = new Float32Array(GRID * GRID);
	const weight = new Float32Array(GRID * GRID).fill(1e-4);
	for (const { x, y, z } of points) {
		const above = z - basis(x, y).reduce((total, b, i) => total + b * fit[i], 0);
		for (let gy = Math.max(0, Math.floor(y - radius)); gy <= Math.min(GRID - 1, y + radius); gy++) {
			for (
				let gx = Math.max(0, Math.floor(x - radius));
				gx <= Math.min(GRID - 1, x + radius);
				gx++
			) {
				const d2 = (gx + 0.5 - x) ** 2 + (gy + 0.5 - y) ** 2;
				const w = Math.exp(-d2 / (2 * spread * spread));
				sum[gy * GRID + gx] += w * above;
				weight[gy * GRID + gx] += w;
			}
		}
	}
	return sum.map((s, i) => s / weight[i]);
}

/** The coefficients c that minimise |rows c - values|^2, by the normal equations and elimination. */
function leastSquares(rows: readonly number[][], values: readonly number[]): number[] {
	const n = rows[0].length;
	const a = Array.from({ length: n }, (_, i) => [
		...Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
		rows.reduce((sum, row, r) => sum + row[i] * values[r], 0),
	]);
	for (let i = 0; i < n; i++) {
		let pivot = i;
		for (let r = i + 1; r < n; r++) if (Math.abs(a[r][i]) > Math.abs(a[pivot][i])) pivot = r;
		[a[i], a[pivot]] = [a[pivot], a[i]];
		for (let r = 0; r < n; r++) {
			if (r === i) continue;
			const factor = a[r][i] / a[i][i];
			for (let c = i; c <= n; c++) a[r][c] -= factor * a[i][c];
		}
	}
	return a.map((row, i) => row[n] / row[i]);
}
