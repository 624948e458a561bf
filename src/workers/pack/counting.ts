import type { OnFraction } from '../api';

/** Turns counts of bytes into fractions of a whole. */
export function counting(total: number, onFraction: OnFraction): (bytes: number) => void {
	let done = 0;
	return (bytes) => {
		done += bytes;
		onFraction(total > 0 ? Math.min(1, done / total) : 1);
	};
}
