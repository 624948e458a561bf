import type { Point } from '$lib/domain/geometry';
import type { CpuPlane } from './kernel';

/**
 * The inside of a simple polygon as exact pixel coverage, 0..1, in a side x side plane.
 * Either direction of rotation; parts outside the plane are cut off.
 * The accumulation buffer of Raph Levien's font-rs: every edge adds its signed area to the pixels that it
 * crosses, and the running sum along a row is the coverage.
 */
export function fillPolygon(side: number, corners: readonly Point[]): CpuPlane {
	const data = new Float32Array(side * side);
	// One spare column takes the area right of the plane.
	const stride = side + 2;
	const ys = corners.map(({ y }) => y);
	const top = Math.max(Math.floor(Math.min(...ys)), 0);
	const bottom = Math.min(Math.ceil(Math.max(...ys)), side);
	if (bottom > top) {
		const area = new Float32Array((bottom - top) * stride);
		corners.forEach((from, i) => {
			addEdge(area, side, top, bottom, from, corners[(i + 1) % corners.length]);
		});
		for (let y = top; y < bottom; y++) {
			let sum = 0;
			for (let x = 0; x < side; x++) {
				sum += area[(y - top) * stride + x];
				data[y * side + x] = Math.min(Math.abs(sum), 1);
			}
		}
	}
	return { width: side, height: side, channels: 1, data };
}

/** Adds the signed area to the right of the edge from p to q, row by row. */
function addEdge(
	area: Float32Array,
	side: number,
	top: number,
	bottom: number,
	p: Point,
	q: Point,
): void {
	if (p.y === q.y) return;
	const direction = p.y < q.y ? 1 : -1;
	const [from, to] = p.y < q.y ? [p, q] : [q, p];
	const slope = (to.x - from.x) / (to.y - from.y);
	for (let y = Math.max(Math.floor(from.y), top); y < Math.min(Math.ceil(to.y), bottom); y++) {
		const y0 = Math.max(y, from.y);
		const y1 = Math.min(y + 1, to.y);
		const height = direction * (y1 - y0);
		const clampX = (x: number) => Math.min(Math.max(x, 0), side);
		const xa = clampX(from.x + (y0 - from.y) * slope);
		const xb = clampX(from.x + (y1 - from.y) * slope);
		const x0 = Math.min(xa, xb);
		const x1 = Math.max(xa, xb);
		const row = (y - top) * (side + 2);
		const first = Math.floor(x0);
		const last = Math.max(Math.ceil(x1), first + 1);
		// Share of the edge's height left of column x + 1, integrated: the trapezoid inside each column.
		let before = 0;
		for (let x = first; x < last; x++) {
			const covered = height * meanRampCoverage(x, x0, x1);
			area[row + x] += covered - before;
			before = covered;
		}
		area[row + last] += height - before;
	}
}

/** Mean over the column [x, x + 1] of the share of an edge between x0 and x1 that lies to the left. */
function meanRampCoverage(x: number, x0: number, x1: number): number {
	if (x1 - x0 < 1e-6) return Math.min(Math.max(x + 1 - x0, 0), 1);
	const integral = (t: number) => {
		const u = Math.min(Math.max(t, x0), x1);
		return (u - x0) ** 2 / (2 * (x1 - x0)) + Math.max(t - x1, 0);
	};
	return integral(x + 1) - integral(x);
}

/** A polyline of the given width with round ends, antialiased over one pixel, in a side x side plane. */
export function strokePolyline(side: number, points: readonly Point[], width: number): CpuPlane {
	const data = new Float32Array(side * side);
	const reach = width / 2 + 1;
	for (let i = 0; i + 1 < points.length; i++) {
		const p = points[i];
		const q = points[i + 1];
		const range = (a: number, b: number): [number, number] => [
			Math.max(Math.floor(Math.min(a, b) - reach), 0),
			Math.min(Math.ceil(Math.max(a, b) + reach), side),
		];
		const [x0, x1] = range(p.x, q.x);
		const [y0, y1] = range(p.y, q.y);
		const dx = q.x - p.x;
		const dy = q.y - p.y;
		const lengthSquared = Math.max(dx * dx + dy * dy, 1e-12);
		for (let y = y0; y < y1; y++) {
			for (let x = x0; x < x1; x++) {
				const px = x + 0.5 - p.x;
				const py = y + 0.5 - p.y;
				const t = Math.min(Math.max((px * dx + py * dy) / lengthSquared, 0), 1);
				const distance = Math.hypot(px - t * dx, py - t * dy);
				const coverage = Math.min(Math.max(width / 2 - distance + 0.5, 0), 1);
				data[y * side + x] = Math.max(data[y * side + x], coverage);
			}
		}
	}
	return { width: side, height: side, channels: 1, data };
}

/** The largest of several planes of the same size, pixel by pixel: the union of masks. */
export function union(first: CpuPlane, ...others: readonly CpuPlane[]): CpuPlane {
	const data = first.data.slice();
	for (const other of others) {
		for (let i = 0; i < data.length; i++) if (other.data[i] > data[i]) data[i] = other.data[i];
	}
	return { ...first, data };
}
