import type { Box } from '$lib/domain/geometry';

/** Intersection over union, 0..1. */
export function overlap(a: Box, b: Box): number {
	const shared = intersection(a, b);
	return shared === 0 ? 0 : shared / (a.width * a.height + b.width * b.height - shared);
}

/** Intersection over the smaller box, 0..1: 1 when one lies within the other. */
export function containment(a: Box, b: Box): number {
	const shared = intersection(a, b);
	return shared === 0 ? 0 : shared / Math.min(a.width * a.height, b.width * b.height);
}

function intersection(a: Box, b: Box): number {
	const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Non-maximum suppression: the best of each cluster, best first. Boxes of one face found at several
 * scales differ in size, so that a box mostly within a better one goes too.
 */
export function suppress<T extends { readonly box: Box; readonly score: number }>(
	candidates: readonly T[],
	maxOverlap: number,
	maxContainment: number,
): T[] {
	const kept: T[] = [];
	for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
		const clashes = kept.some(
			({ box }) =>
				overlap(box, candidate.box) > maxOverlap ||
				containment(box, candidate.box) > maxContainment,
		);
		if (!clashes) kept.push(candidate);
	}
	return kept;
}
