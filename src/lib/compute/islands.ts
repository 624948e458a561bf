import { connectedComponents } from './components';
import type { CpuPlane, Executor, Plane } from './kernel';

/**
 * A mask without small islands and without small holes, edges untouched. Finding connected regions is a search, not
 * a gather: it is done in JavaScript memory for every executor.
 * @param mask 1 channel, 0..1, inside over 1/2
 * @param least area in pixels from which an island or a hole stays
 * @param spared 1 channel in JavaScript memory: an island that touches a place over 1/2 here stays; null: none
 */
export async function withoutIslands(
	executor: Executor,
	mask: Plane,
	least: number,
	spared: CpuPlane | null,
): Promise<Plane> {
	const { width, height, data } = await executor.download(mask);
	const cleaned = data.slice();
	for (const inside of [true, false]) {
		const binary = new Uint8Array(data.length);
		for (let i = 0; i < data.length; i++) binary[i] = cleaned[i] > 0.5 === inside ? 1 : 0;
		const { labels, areas } = connectedComponents(binary, width, height);
		const drop = Uint8Array.from(areas, (area, label) => (label > 0 && area < least ? 1 : 0));
		if (spared) {
			for (let i = 0; i < labels.length; i++) if (spared.data[i] > 0.5) drop[labels[i]] = 0;
		}
		fill(cleaned, labels, drop, width, height, inside ? 0 : 1);
	}
	return executor.upload({ width, height, channels: 1, data: cleaned });
}

/** Sets the dropped regions and the soft pixels at their edge. */
function fill(
	data: Float32Array,
	labels: Uint32Array,
	drop: Uint8Array,
	width: number,
	height: number,
	value: 0 | 1,
): void {
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) {
			if (drop[labels[i]] === 0) continue;
			data[i] = value;
			for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
				for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
					const n = ny * width + nx;
					// The edge of the region is antialiased on the other side of 1/2.
					if (labels[n] === 0) data[n] = value;
				}
			}
		}
	}
}
