import Delaunator from 'delaunator';
import { lattice } from '$lib/compute/noise';
import type { CpuPlane } from '$lib/compute/kernel';

/** What the points are laid by, all on one grid; coordinates below are in 0..1 of the picture. */
export interface FacetGround {
	readonly alpha: CpuPlane;
	/** OKLab. */
	readonly lab: CpuPlane;
	readonly detail: CpuPlane;
	readonly face: CpuPlane;
	/** Where the frames of glasses are, 0..1. */
	readonly frames: CpuPlane;
}

/** Least distances between points, in 0..1 of the picture. */
export interface FacetSizes {
	readonly behind: number;
	/** On flat parts of the figure and where it is busy. */
	readonly coarse: number;
	readonly fine: number;
	/** At eyes, brows and lips. */
	readonly finest: number;
}

const DARTS = 24000;
/** Planes are rounded to this before points are laid by them, so that devices agree. */
const GRAIN = 256;
/** Ink from which a place belongs to a frame. */
export const FRAME = 0.5;

/**
 * Points for a low-poly portrait: the given ones, the silhouette, glasses, both sides of strong edges in the face, and darts
 * that keep a distance which shrinks where there is more to see (variable Poisson disks).
 * @param fixed x, y of points that must be there, the most important first
 */
export function facetPoints(
	ground: FacetGround,
	fixed: readonly (readonly [number, number])[],
	sizes: FacetSizes,
	seed: number,
): Float64Array {
	const n = ground.alpha.width;
	const at = (x: number, y: number) =>
		Math.min(n - 1, Math.floor(y * n)) * n + Math.min(n - 1, Math.floor(x * n));
	const alpha = ground.alpha.data.map((v) => Math.round(v * GRAIN) / GRAIN);
	const { busy, normal } = gradients(ground.lab, alpha);
	const distanceAt = (x: number, y: number) => {
		const i = at(x, y);
		if (alpha[i] < 0.5) return sizes.behind;
		const much = Math.min(1, 0.1 + busy[i] + 0.35 * ground.face.data[i]);
		const usual = sizes.coarse + (sizes.fine - sizes.coarse) * much;
		const d = Math.round(Math.min(1, 1.2 * ground.detail.data[i]) * 64) / 64;
		return usual + (sizes.finest - usual) * d;
	};
	const points = new PointGrid();
	for (const [x, y] of fixed) if (x > 0 && y > 0 && x < 1 && y < 1) points.add(x, y, 0.002);

	// 1. The silhouette.
	for (let y = 1; y < n; y++) {
		for (let x = 1; x < n; x++) {
			const here = alpha[y * n + x] >= 0.5;
			if (here === alpha[y * n + x - 1] >= 0.5 && here === alpha[(y - 1) * n + x] >= 0.5) continue;
			points.add(x / n, y / n, 0.8 * sizes.fine);
		}
	}
	// 2. The outline of glasses, both sides of their thin frames.
	const frames = ground.frames.data.map((v) => Math.round(v * GRAIN) / GRAIN);
	for (let y = 1; y < n; y++) {
		for (let x = 1; x < n; x++) {
			const here = frames[y * n + x] >= FRAME;
			if (here === frames[y * n + x - 1] >= FRAME && here === frames[(y - 1) * n + x] >= FRAME) {
				continue;
			}
			points.add(x / n, y / n, 0.4 * sizes.fine);
		}
	}
	// 3. Both sides of edges in the face, so that facets end there.
	const edges = [...busy.keys()]
		.filter((i) => busy[i] > 0.55 && ground.face.data[i] > 0.2)
		.sort((i, j) => lattice(i, 1, seed) - lattice(j, 1, seed));
	for (const i of edges) {
		const [x, y] = [((i % n) + 0.5) / n, (Math.floor(i / n) + 0.5) / n];
		for (const way of [-1, 1]) {
			const off = (way * 0.3 * sizes.fine) / (Math.hypot(normal[2 * i], normal[2 * i + 1]) + 1e-9);
			const [px, py] = [x + off * normal[2 * i], y + off * normal[2 * i + 1]];
			if (px > 0 && py > 0 && px < 1 && py < 1) points.add(px, py, 0.9 * distanceAt(px, py));
		}
	}
	// 4. Darts.
	for (let i = 0; i < DARTS; i++) {
		const [x, y] = [lattice(i, 2, seed), lattice(i, 3, seed)];
		points.add(x, y, distanceAt(x, y));
	}
	// 5. The border.
	const along = Math.max(6, Math.round(0.6 / sizes.behind));
	for (let i = 0; i <= along; i++) {
		const t = i / along;
		for (const [x, y] of [
			[t, 0],
			[t, 1],
			[0, t],
			[1, t],
		]) {
			points.add(x, y, 1e-6);
		}
	}
	return points.all();
}

/** Delaunay triangulation: three indices of points a triangle. */
export function facetTriangles(points: Float64Array): Uint32Array {
	return new Delaunator(points).triangles;
}

/** How much changes at every place of the grid, 0..1, and in which direction. */
function gradients({ width: n, data }: CpuPlane, alpha: Float32Array) {
	const busy = new Float32Array(n * n);
	const normal = new Float32Array(2 * n * n);
	for (let y = 1; y < n - 1; y++) {
		for (let x = 1; x < n - 1; x++) {
			const i = y * n + x;
			const gx = data[3 * (i + 1)] - data[3 * (i - 1)];
			const gy = data[3 * (i + n)] - data[3 * (i - n)];
			normal[2 * i] = gx;
			normal[2 * i + 1] = gy;
			busy[i] = Math.hypot(gx, gy);
		}
	}
	const inside = busy.filter((_, i) => alpha[i] > 0.5).sort();
	const most = inside.length > 0 ? inside[Math.floor(0.97 * (inside.length - 1))] : 1;
	return { busy: busy.map((v) => Math.round(Math.min(1, v / (most + 1e-6)) * 64) / 64), normal };
}

/** Points in buckets, for asking whether another is near. */
class PointGrid {
	readonly #cells = new Map<number, number[]>();
	readonly #points: number[] = [];

	/** Keeps a point unless another is nearer than `distance`. */
	add(x: number, y: number, distance: number): void {
		const reach = Math.ceil(distance * CELLS);
		const cx = Math.floor(x * CELLS);
		const cy = Math.floor(y * CELLS);
		for (let j = cy - reach; j <= cy + reach; j++) {
			for (let i = cx - reach; i <= cx + reach; i++) {
				for (const p of this.#cells.get(j * 2 * CELLS + i) ?? []) {
					const dx = this.#points[p] - x;
					const dy = this.#points[p + 1] - y;
					if (dx * dx + dy * dy < distance * distance) return;
				}
			}
		}
		const key = cy * 2 * CELLS + cx;
		const cell = this.#cells.get(key);
		if (cell) cell.push(this.#points.length);
		else this.#cells.set(key, [this.#points.length]);
		this.#points.push(x, y);
	}

	all(): Float64Array {
		return Float64Array.from(this.#points);
	}
}

const CELLS = 96;
