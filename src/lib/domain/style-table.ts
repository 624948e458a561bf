import type { StyleControlTable } from './style-controls';
import { comic } from './styles/comic';
import { lowpoly } from './styles/lowpoly';
import { medallion } from './styles/medallion';
import { neon } from './styles/neon';
import { crayons } from './styles/crayons';
import { pixel } from './styles/pixel';
import { engraving } from './styles/engraving';
import { oil } from './styles/oil';
import { papercut } from './styles/papercut';
import { poster } from './styles/poster';
import { ukiyoe } from './styles/ukiyoe';
import { watercolour } from './styles/watercolour';

/** What may be changed about each style. */
export const STYLE_CONTROLS: StyleControlTable = {
	watercolour,
	poster,
	engraving,
	oil,
	medallion,
	papercut,
	neon,
	comic,
	crayons,
	ukiyoe,
	pixel,
	lowpoly,
};
