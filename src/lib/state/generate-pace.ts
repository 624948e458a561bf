import type { StoredPace } from '$lib/storage/schema-generate';
import type { Store } from '$lib/storage/store';

/** Pictures that a pace is the mean of: devices warm up and slow down. */
const REMEMBERED = 8;

/** How long steps take on this device, by the pixels of the picture, from the pictures before it. */
export class GeneratePace {
	readonly #bySize = new Map<number, readonly number[]>();

	private constructor(
		private readonly store: Store,
		private readonly pack: string,
	) {}

	/** What earlier runs of a pack measured. */
	static async of(store: Store, pack: string): Promise<GeneratePace> {
		const pace = new GeneratePace(store, pack);
		const prefix = `${pack}/`;
		const keys = await store.keys('generatePaces', prefix);
		for (const key of keys) {
			const stored = await store.get('generatePaces', key);
			if (stored) pace.#bySize.set(Number(key.slice(prefix.length)), stored.step);
		}
		return pace;
	}

	/** Notes how long a picture took; where that cannot be stored, it is known to this run alone. */
	async note(pixels: number, steps: number, milliseconds: number): Promise<void> {
		if (steps < 1) return;
		const step = [...(this.#bySize.get(pixels) ?? []), milliseconds / steps].slice(-REMEMBERED);
		this.#bySize.set(pixels, step);
		const value: StoredPace = { step };
		await this.store
			.write([{ store: 'generatePaces', key: `${this.pack}/${pixels}`, value }])
			.catch((error: unknown) => console.error(error));
	}

	/** Milliseconds of a step at a size; from the nearest other size where it is not known; null before any picture. */
	stepAt(pixels: number): number | null {
		const sizes = [...this.#bySize.keys()];
		if (sizes.length === 0) return null;
		const distance = (size: number) => Math.abs(Math.log(size / pixels));
		const nearest = sizes.reduce((a, b) => (distance(b) < distance(a) ? b : a));
		const samples = this.#bySize.get(nearest)!;
		return (median(samples) * pixels) / nearest;
	}

	/** Seconds for steps of sizes; null while unknown. */
	seconds(work: readonly { readonly pixels: number; readonly steps: number }[]): number | null {
		let sum = 0;
		for (const { pixels, steps } of work) {
			const step = this.stepAt(pixels);
			if (step === null) return null;
			sum += step * steps;
		}
		return sum / 1000;
	}
}

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
