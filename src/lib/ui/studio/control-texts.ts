import type { StyleControls } from '$lib/domain/style-controls';
import { m } from '$lib/paraglide/messages';

/** Named one by one: a lookup by a made-up key would put every message of the app into this page. */
const BACKDROPS: Readonly<Record<string, () => string>> = {
	clouds: m.backdrop_clouds,
	sky: m.backdrop_sky,
	wash: m.backdrop_wash,
	splash: m.backdrop_splash,
	split: m.backdrop_split,
	sunburst: m.backdrop_sunburst,
	halftone: m.backdrop_halftone,
	diagonals: m.backdrop_diagonals,
	banknote: m.backdrop_banknote,
	stamp: m.backdrop_stamp,
	certificate: m.backdrop_certificate,
	rays: m.backdrop_rays,
	laurel: m.backdrop_laurel,
	rings: m.backdrop_rings,
	weave: m.backdrop_weave,
	swirl: m.backdrop_swirl,
	sweep: m.backdrop_sweep,
	halo: m.backdrop_halo,
	knife: m.backdrop_knife,
};

/** @throws RangeError for a backdrop without a name */
export function backdropName(backdrop: string): string {
	const name = BACKDROPS[backdrop];
	if (!name) throw new RangeError(`the backdrop ${backdrop} has no name`);
	return name();
}

export const weightName = (weight: NonNullable<StyleControls['weight']>): string =>
	({
		line: m.weight_line,
		stroke: m.weight_stroke,
		cell: m.weight_cell,
		relief: m.weight_relief,
	})[weight]();
