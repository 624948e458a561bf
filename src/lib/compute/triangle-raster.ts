/** A mesh of triangles, each of one colour. */
export interface ColouredTriangles {
	/** x, y of every point, in 0..1 of the picture. */
	readonly points: Float64Array;
	/** Three points a triangle. */
	readonly triangles: Uint32Array;
	/** `channels` numbers a triangle. */
	readonly colours: Float32Array;
	readonly channels: number;
}

/** Where a pixel is sampled, in pixels: enough for smooth edges. */
const SAMPLES = [
	[0.375, 0.125],
	[0.875, 0.375],
	[0.125, 0.625],
	[0.625, 0.875],
] as const;

/**
 * Draws triangles that do not overlap into a square picture, antialiased by four samples a pixel. A sample on a
 * shared edge belongs to one side only: each edge is walked the same way from both triangles.
 * @returns side x side x channels; 0 where no triangle is
 */
export function rasterTriangles(mesh: ColouredTriangles, side: number): Float32Array {
	const { points, triangles, colours, channels } = mesh;
	const out = new Float32Array(side * side * channels);
	const share = 1 / SAMPLES.length;
	for (const [sx, sy] of SAMPLES) {
		for (let t = 0; t < triangles.length; t += 3) {
			const corners = [triangles[t], triangles[t + 1], triangles[t + 2]].sort(
				(p, q) => points[2 * p + 1] - points[2 * q + 1] || points[2 * p] - points[2 * q] || p - q,
			);
			const [a, b, c] = corners.map((p) => ({
				x: points[2 * p] * side - sx,
				y: points[2 * p + 1] * side - sy,
			}));
			const colour = (t / 3) * channels;
			const first = Math.max(0, Math.ceil(a.y));
			const last = Math.min(side, Math.ceil(c.y));
			for (let y = first; y < last; y++) {
				const long = crossing(a, c, y);
				const short = y < b.y ? crossing(a, b, y) : crossing(b, c, y);
				const from = Math.max(0, Math.ceil(Math.min(long, short)));
				const to = Math.min(side, Math.ceil(Math.max(long, short)));
				for (let o = (y * side + from) * channels; o < (y * side + to) * channels; o += channels) {
					for (let i = 0; i < channels; i++) out[o + i] += share * colours[colour + i];
				}
			}
		}
	}
	return out;
}

/** x of the edge from the upper point p to the lower point q at height y. */
function crossing(p: Place, q: Place, y: number): number {
	return q.y === p.y ? p.x : p.x + ((y - p.y) * (q.x - p.x)) / (q.y - p.y);
}

interface Place {
	readonly x: number;
	readonly y: number;
}
