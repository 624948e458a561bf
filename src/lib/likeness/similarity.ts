/**
 * Cosine of the angle between two descriptors, -1..1.
 * Throws RangeError when their lengths differ or one is all zeros.
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
	if (a.length !== b.length)
		throw new RangeError(`Descriptors of ${a.length} and ${b.length} numbers cannot be compared.`);
	let ab = 0;
	let aa = 0;
	let bb = 0;
	for (let i = 0; i < a.length; i++) {
		ab += a[i] * b[i];
		aa += a[i] * a[i];
		bb += b[i] * b[i];
	}
	if (aa === 0 || bb === 0) throw new RangeError('A descriptor of zeros has no direction.');
	return Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb)));
}
