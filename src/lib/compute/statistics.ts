/**
 * The values whose mask is at least `threshold`, in ascending order: what percentiles are read from.
 * @param values interleaved with `channels` channels, of which channel `channel` is taken
 */
export function sortedWhere(
	values: Float32Array,
	channels: number,
	channel: number,
	mask: Float32Array | Uint8Array,
	threshold: number,
): Float32Array {
	const chosen = new Float32Array(mask.length);
	let count = 0;
	for (let i = 0; i < mask.length; i++) {
		if (mask[i] >= threshold) chosen[count++] = values[i * channels + channel];
	}
	return chosen.subarray(0, count).sort();
}

/**
 * The p-th percentile (0..100) of ascending values, linear between neighbours as in numpy.
 * Throws a RangeError when there are none.
 */
export function percentile(sorted: Float32Array, p: number): number {
	if (sorted.length === 0) throw new RangeError('percentile: no values');
	const position = (Math.min(Math.max(p, 0), 100) / 100) * (sorted.length - 1);
	const i = Math.floor(position);
	const next = sorted[Math.min(i + 1, sorted.length - 1)];
	return sorted[i] + (next - sorted[i]) * (position - i);
}

/** The middle of ascending values. */
export function median(sorted: Float32Array): number {
	return percentile(sorted, 50);
}
