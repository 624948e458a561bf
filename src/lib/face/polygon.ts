/**
 * Which pixels of a size x size picture have their centre within a polygon of mesh points (even-odd rule).
 * @param points x (x, y, z) in pixels of the picture
 */
export function fillPolygon(
	points: Float32Array,
	polygon: readonly number[],
	size: number,
): Uint8Array {
	const inside = new Uint8Array(size * size);
	for (let row = 0; row < size; row++) {
		const y = row + 0.5;
		const crossings: number[] = [];
		polygon.forEach((from, i) => {
			const to = polygon[(i + 1) % polygon.length];
			const [x0, y0, x1, y1] = [
				points[3 * from],
				points[3 * from + 1],
				points[3 * to],
				points[3 * to + 1],
			];
			if (y0 < y !== y1 < y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
		});
		crossings.sort((a, b) => a - b);
		for (let k = 0; k + 1 < crossings.length; k += 2) {
			const left = Math.max(0, Math.ceil(crossings[k] - 0.5));
			const right = Math.min(size, Math.ceil(crossings[k + 1] - 0.5));
			if (right > left) inside.fill(1, row * size + left, row * size + right);
		}
	}
	return inside;
}
