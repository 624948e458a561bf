/** Pictures that the estimate is the mean of: styles differ, and so do moments. */
const REMEMBERED = 6;

/** How long a picture of each side takes, from the pictures before it. Immutable, so that it can be state. */
export class Pace {
	constructor(private readonly samples: Readonly<Record<number, readonly number[]>> = {}) {}

	/** @param milliseconds of the studio for one picture, all hands together */
	with(side: number, milliseconds: number): Pace {
		const before = this.samples[side] ?? [];
		return new Pace({ ...this.samples, [side]: [...before, milliseconds].slice(-REMEMBERED) });
	}

	/** Milliseconds for a picture of this side; null while unknown. */
	of(side: number): number | null {
		const samples = this.samples[side];
		return samples ? samples.reduce((a, b) => a + b, 0) / samples.length : null;
	}
}
