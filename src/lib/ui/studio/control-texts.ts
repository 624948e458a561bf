import type { StyleControls } from '$lib/domain/style-controls';
import { m } from '$lib/paraglide/messages';

/** Named one by one: a lookup by a made-up key would put every message of the app into this page. */
const BACKDROPS: Readonly<Record<string, () => string>> = {
	banknote: m.backdrop_banknote,
	certificate: m.backdrop_certificate,
	clouds: m.backdrop_clouds,
	corner: m.backdrop_corner,
	diagonals: m.backdrop_diagonals,
	disk: m.backdrop_disk,
	dots: m.backdrop_dots,
	dusk: m.backdrop_dusk,
	facets: m.backdrop_facets,
	fuji: m.backdrop_fuji,
	grid: m.backdrop_grid,
	halftone: m.backdrop_halftone,
	halo: m.backdrop_halo,
	hills: m.backdrop_hills,
	knife: m.backdrop_knife,
	laurel: m.backdrop_laurel,
	mist: m.backdrop_mist,
	peaks: m.backdrop_peaks,
	petals: m.backdrop_petals,
	plain: m.backdrop_plain,
	rays: m.backdrop_rays,
	rings: m.backdrop_rings,
	rosette: m.backdrop_rosette,
	scumble: m.backdrop_scumble,
	seigaiha: m.backdrop_seigaiha,
	shards: m.backdrop_shards,
	sky: m.backdrop_sky,
	splash: m.backdrop_splash,
	split: m.backdrop_split,
	stamp: m.backdrop_stamp,
	stars: m.backdrop_stars,
	sun: m.backdrop_sun,
	sunburst: m.backdrop_sunburst,
	sunrise: m.backdrop_sunrise,
	sweep: m.backdrop_sweep,
	swirl: m.backdrop_swirl,
	tiles: m.backdrop_tiles,
	triangle: m.backdrop_triangle,
	wash: m.backdrop_wash,
	waves: m.backdrop_waves,
	weave: m.backdrop_weave,
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
