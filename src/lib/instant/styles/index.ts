import type { StyleId } from '$lib/domain/recipe';
import type { Style } from '../style';
import { comic } from './comic';
import { lowpoly } from './lowpoly';
import { medallion } from './medallion';
import { neon } from './neon';
import { crayons } from './crayons';
import { pixel } from './pixel';
import { engraving } from './engraving';
import { oil } from './oil';
import { papercut } from './papercut';
import { poster } from './poster';
import { ukiyoe } from './ukiyoe';
import { watercolour } from './watercolour';

export const STYLES: Readonly<Record<StyleId, Style>> = {
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
