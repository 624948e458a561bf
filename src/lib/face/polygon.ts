/**
 * The pixels of a size x size picture whose centres lie within a polygon of mesh points (even-odd
 * rule), as indices row by row.
 * @param points x (x, y, z) in pixels of the picture
 */
export function pixelsWithin(
	points: Float32Array,
	polygon: readonly number[],
	size: number,
): number[] {
	const inside: number[] = [];
	const ys = polygon.map((point) => points[3 * point + 1]);
	const top = Math.max(0, Math.floor(Math.min(...ys)));
	const bottom = Math.min(size, Math.ceil(Math.max(...ys)));
	for (let row = top; row < bottom; row++) {
		const y = row + 0.5;
		const crossings: number[] = [];
		for (let i = 0; i < polygon.length; i++) {
			const from = 3 * polygon[i];
			const to = 3 * polygon[(i + 1) % polygon.length];
			const [y0, y1] = [points[from + 1], points[to + 1]];
			if (y0 < y !== y1 < y)
				crossings.push(points[from] + ((y - y0) / (y1 - y0)) * (points[to] - points[from]));
		}
		crossings.sort((a, b) => a - b);
		for (let k = 0; k + 1 < crossings.length; k += 2) {
			const left = Math.max(0, Math.ceil(crossings[k] - 0.5));
			const right = Math.min(size, Math.ceil(crossings[k + 1] - 0.5));
			for (let x = left; x < right; x++) inside.push(row * size + x);
		}
	}
	return inside;
}
