/**
 * Keeps the largest connected region (4 neighbours) of the set pixels, and others of at least `share` of its
 * area; clears the rest in place: crumbs that a mask left in the backdrop.
 * @param set width x height, row-major, 0 or 1
 */
export function keepLargeRegions(set: Uint8Array, width: number, share: number): void {
	const labels = new Int32Array(set.length);
	const areas = [0]; // by label; 0 is the backdrop
	const stack = new Int32Array(set.length);
	for (let start = 0; start < set.length; start++) {
		if (!set[start] || labels[start]) continue;
		const label = areas.length;
		areas.push(floodFill(set, width, start, label, labels, stack));
	}
	const least = share * Math.max(...areas);
	for (let i = 0; i < set.length; i++) if (areas[labels[i]] < least) set[i] = 0;
}

/** Labels the region around `start`; returns its area. Every pixel is pushed once, so the stack suffices. */
function floodFill(
	set: Uint8Array,
	width: number,
	start: number,
	label: number,
	labels: Int32Array,
	stack: Int32Array,
): number {
	let top = 0;
	let area = 0;
	const visit = (i: number) => {
		if (!set[i] || labels[i]) return;
		labels[i] = label;
		stack[top++] = i;
	};
	visit(start);
	while (top > 0) {
		const i = stack[--top];
		const x = i % width;
		area++;
		if (x > 0) visit(i - 1);
		if (x < width - 1) visit(i + 1);
		if (i >= width) visit(i - width);
		if (i + width < set.length) visit(i + width);
	}
	return area;
}
