/** row . x <= limit - slack t, with t the variable that is maximised. */
export interface Constraint {
	readonly row: readonly [number, number, number];
	readonly limit: number;
	/** How much room a full unit of t takes; 0 for a constraint that has none to give. */
	readonly slack: number;
}

export interface Optimum {
	readonly x: readonly [number, number, number];
	readonly t: number;
}

/** Unknowns and t stay within this: no optimum is at infinity. */
const BOUND = 100;
const TOLERANCE = 1e-9;
/** A coefficient this small is rounding, and constraints may contradict each other by this much. */
const NOTHING = 1e-9;
const FEASIBLE = 1e-7;
/** Limits are loosened by these until the constraints hold together. */
const LOOSENED = [0, 1e-6, 1e-5, 1e-4] as const;

/**
 * The x that leaves most room t (at most `most`) in all constraints that have slack. Null when those without
 * slack contradict each other. Seidel: "Small-dimensional linear programming and convex hulls made easy"
 * (1991), without shuffling: there are a few dozen constraints.
 */
export function mostRoom(constraints: readonly Constraint[], most: number): Optimum | null {
	// Constraints that only just hold together contradict each other in the last digits.
	for (const loosened of LOOSENED) {
		const rows = constraints.map(({ row, slack, limit }) => [...row, slack, limit + loosened]);
		rows.push([0, 0, 0, 1, most]);
		const optimum = maximise([0, 0, 0, 1], rows);
		if (!optimum) continue;
		const [a, b, c, t] = optimum;
		return { x: [a, b, c], t };
	}
	return null;
}

/**
 * The x of objective.length numbers, each within BOUND, that maximises objective . x.
 * @param rows coefficients, then the limit: row . x <= limit
 */
function maximise(objective: readonly number[], rows: readonly number[][]): number[] | null {
	const n = objective.length;
	if (n === 1) return maximiseOne(objective[0], rows);
	// 1. Without constraints a corner of the box is best.
	let x = objective.map((value) => (value >= 0 ? BOUND : -BOUND));
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i];
		let out = 0;
		for (let k = 1; k < n; k++) if (Math.abs(row[k]) > Math.abs(row[out])) out = k;
		if (Math.abs(row[out]) < NOTHING) {
			// Parallel to one before it: only rounding is left of its coefficients.
			if (row[n] < -FEASIBLE) return null;
			continue;
		}
		if (product(row, x) <= row[n] + TOLERANCE) continue;
		// 2. The best x that obeys one more constraint lies on its border: one unknown goes.
		const reduce = (other: readonly number[], limit: boolean) => {
			const factor = other[out] / row[out];
			const kept = other.map((value, k) => value - factor * row[k]);
			if (!limit) kept.length = n;
			kept.splice(out, 1);
			return kept;
		};
		const box = [1, -1].map((sign) => {
			const border = new Array<number>(n + 1).fill(0);
			border[out] = sign;
			border[n] = BOUND;
			return reduce(border, true);
		});
		const others = [...box, ...rows.slice(0, i).map((other) => reduce(other, true))];
		const rest = maximise(reduce(objective, false), others);
		if (!rest) return null;
		const full = [...rest.slice(0, out), 0, ...rest.slice(out)];
		full[out] = (row[n] - product(row, full)) / row[out];
		x = full;
	}
	return x;
}

function maximiseOne(objective: number, rows: readonly number[][]): number[] | null {
	let [low, high] = [-BOUND, BOUND];
	for (const [a, limit] of rows) {
		if (a > NOTHING) high = Math.min(high, limit / a);
		else if (a < -NOTHING) low = Math.max(low, limit / a);
		else if (limit < -FEASIBLE) return null;
	}
	if (low > high + FEASIBLE) return null;
	if (low > high) return [(low + high) / 2];
	return [objective > 0 ? high : objective < 0 ? low : Math.min(Math.max(0, low), high)];
}

function product(row: readonly number[], x: readonly number[]): number {
	let total = 0;
	for (let i = 0; i < x.length; i++) total += row[i] * x[i];
	return total;
}
