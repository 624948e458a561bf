/** "#rrggbb" as sRGB 0..1. */
export function srgbOfHex(hex: string): readonly [number, number, number] {
	const value = parseInt(hex.slice(1), 16);
	return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** One colour as kernel parameters r, g, b. */
export function ink(hex: string): Record<'r' | 'g' | 'b', number> {
	const [r, g, b] = srgbOfHex(hex);
	return { r, g, b };
}

/** Colours as kernel parameters r0, g0, b0, r1, ... */
export function inks<H extends readonly string[]>(hexes: H): Record<InkParams<H>, number> {
	const entries = hexes.flatMap((hex, i) => {
		const [r, g, b] = srgbOfHex(hex);
		return [
			[`r${i}`, r],
			[`g${i}`, g],
			[`b${i}`, b],
		];
	});
	return Object.fromEntries(entries) as Record<InkParams<H>, number>;
}

type InkParams<H extends readonly string[]> = `${'r' | 'g' | 'b'}${Indices<H>}`;
type Indices<H extends readonly string[]> = Exclude<keyof H, keyof (readonly string[])> & string;
