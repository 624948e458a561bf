import { oklabOfHex, type Triple } from '$lib/compute/oklab';
import { resize } from '$lib/compute/resample';
import { median, sortedWhere } from '$lib/compute/statistics';
import type { Executor } from '$lib/compute/kernel';
import type { Prepared } from './prepared';

/** Typical OKLab colours of the figure, for choosing colours around it. */
export interface FigureColours {
	readonly skin: Triple;
	/** What frames the face above its middle: hair, a hat, a scarf. */
	readonly hair: Triple;
	/** What lies below the chin. */
	readonly clothes: Triple;
}

/** Medians over a reduced copy of the figure. Where a part is not in the picture, the skin stands in. */
export async function figureColours(
	executor: Executor,
	prepared: Prepared,
): Promise<FigureColours> {
	const { lab, alpha, face } = prepared.planes;
	const size = { width: REDUCED_SIDE, height: REDUCED_SIDE };
	const [colours, matte, oval] = await executor.scope(() =>
		Promise.all(
			[lab, alpha, face].map((plane) => executor.download(resize(executor, plane, size))),
		),
	);
	const toReduced = REDUCED_SIDE / prepared.side;
	const middle = prepared.centre.y * toReduced;
	const chin = prepared.landmarks[3 * CHIN + 1] * toReduced;
	const medianWhere = (belongs: (i: number, y: number) => boolean, fallback?: Triple): Triple => {
		const mask = Uint8Array.from(matte.data, (a, i) =>
			a > 0.9 && belongs(i, Math.floor(i / REDUCED_SIDE)) ? 1 : 0,
		);
		const channels = [0, 1, 2].map((c) => sortedWhere(colours.data, 3, c, mask, 1));
		if (channels[0].length < LEAST_PIXELS) return fallback ?? prepared.skin.median;
		return [median(channels[0]), median(channels[1]), median(channels[2])];
	};
	const skin = medianWhere((i) => oval.data[i] > 0.9);
	return {
		skin,
		hair: medianWhere((i, y) => oval.data[i] < 0.1 && y < middle, skin),
		clothes: medianWhere((i, y) => oval.data[i] < 0.1 && y > chin, skin),
	};
}

/**
 * The palette whose backdrop stands off best from the figure.
 * @param around sRGB hex colours of a palette's backdrop
 * @param figure colours that hair and clothes have in this palette
 */
export function bestByContrast<T>(
	palettes: readonly T[],
	around: (palette: T) => readonly string[],
	figure: (palette: T) => Pick<FigureColours, 'hair' | 'clothes'>,
): T {
	const contrast = (palette: T) => {
		const { hair, clothes } = figure(palette);
		const distances = around(palette)
			.map(oklabOfHex)
			.map((colour) =>
				Math.min(distance(colour, hair), CLOTHES_BASE + CLOTHES_WEIGHT * distance(colour, clothes)),
			);
		return Math.min(...distances);
	};
	return palettes.reduce((best, next) => (contrast(next) > contrast(best) ? next : best));
}

/** Chroma counts twice: hues stand off where lightness is alike. */
function distance(p: Triple, q: Triple): number {
	return Math.hypot(p[0] - q[0], 2 * (p[1] - q[1]), 2 * (p[2] - q[2]));
}

const CHIN = 152;
const REDUCED_SIDE = 96;
const LEAST_PIXELS = 20;
/** Clothes matter less than hair: they may come nearer. */
const CLOTHES_WEIGHT = 0.5;
const CLOTHES_BASE = 0.1;
