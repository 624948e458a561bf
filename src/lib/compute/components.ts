/**
 * Labels the 4-connected regions of a binary mask.
 * @param mask width x height; a pixel is inside where it is not 0
 * @returns labels 1..count in the order in which a row-major scan meets them, 0 outside; and the pixels
 * of every region (areas[0] counts the outside)
 */
export function connectedComponents(
	mask: Uint8Array,
	width: number,
	height: number,
): { labels: Uint32Array; count: number; areas: number[] } {
	const labels = new Uint32Array(width * height);
	const areas = [0];
	const stack: number[] = [];
	for (let start = 0; start < labels.length; start++) {
		if (mask[start] === 0 || labels[start] !== 0) continue;
		const label = areas.length;
		let area = 0;
		labels[start] = label;
		stack.push(start);
		const visit = (p: number) => {
			if (mask[p] !== 0 && labels[p] === 0) {
				labels[p] = label;
				stack.push(p);
			}
		};
		for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
			area++;
			const x = p % width;
			if (x > 0) visit(p - 1);
			if (x + 1 < width) visit(p + 1);
			if (p >= width) visit(p - width);
			if (p + width < labels.length) visit(p + width);
		}
		areas.push(area);
	}
	areas[0] = labels.length - areas.reduce((sum, area) => sum + area, 0);
	return { labels, count: areas.length - 1, areas };
}
