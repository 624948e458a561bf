import type { CpuPlane } from '$lib/compute/kernel';
import type { IdBackground } from '$lib/domain/id-photo';

type Colour = readonly [red: number, green: number, blue: number];

/** Alpha from which on the photo's own pixel is shown, sharper than any estimate of it. */
const SOLID = { from: 0.9, to: 0.99 } as const;

/** #rrggbb as 0..255. Throws RangeError for anything else. */
export function colourOfHex(hex: string): Colour {
	if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`no colour: ${hex}`);
	const value = Number.parseInt(hex.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour of a background at a place of the picture, 0..255; null keeps the photo's. */
export function backgroundColours(
	{ kind, colours }: IdBackground,
	{ width, height }: { readonly width: number; readonly height: number },
): ((x: number, y: number) => Colour) | null {
	if (kind === 'keep') return null;
	const needed = kind === 'plain' ? 1 : 2;
	if (colours.length < needed) throw new RangeError(`${kind} takes ${needed} colours`);
	const first = colourOfHex(colours[0]);
	if (kind === 'plain') return () => first;
	const last = colourOfHex(colours[1]);
	const between = (t: number): Colour => [
		first[0] + t * (last[0] - first[0]),
		first[1] + t * (last[1] - first[1]),
		first[2] + t * (last[2] - first[2]),
	];
	if (kind === 'vertical') return (_, y) => between((y + 0.5) / height);
	// From the middle of the head to the corners.
	const [mx, my] = [width / 2, 0.4 * height];
	const far = Math.hypot(mx, height - my);
	return (x, y) => between(Math.min(Math.hypot(x + 0.5 - mx, y + 0.5 - my) / far, 1));
}

/**
 * Puts a person before another background: alpha F + (1 - alpha) B in sRGB, the space in which the matte was
 * found.
 * @param rgba the picture, width x height x RGBA; changed in place
 * @param alpha how much of a pixel is the person, 0..1
 * @param foreground the person's own colours, sRGB 0..1
 */
export function replaceBackground(
	rgba: Uint8ClampedArray,
	alpha: CpuPlane,
	foreground: CpuPlane,
	background: (x: number, y: number) => Colour,
): void {
	const { width, height } = alpha;
	const own = foreground.data;
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) {
			const a = alpha.data[i];
			if (a >= SOLID.to) continue;
			const colour = background(x, y);
			const solid = Math.min(Math.max((a - SOLID.from) / (SOLID.to - SOLID.from), 0), 1);
			// Gradients in 8 bits show bands without a grain that is finer than a step.
			const grain = grainAt(x, y);
			for (let c = 0; c < 3; c++) {
				const f = 255 * own[3 * i + c];
				const person = f + solid * (rgba[4 * i + c] - f);
				const behind = Number.isInteger(colour[c]) ? colour[c] : colour[c] + grain;
				rgba[4 * i + c] = a * person + (1 - a) * behind;
			}
		}
	}
}

/** -1/2..1/2, the same for the same pixel: interleaved gradient noise (Jimenez 2014). */
function grainAt(x: number, y: number): number {
	const value = 52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1);
	return (value % 1) - 0.5;
}
