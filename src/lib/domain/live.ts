import { STYLE_IDS, type StyleId } from './recipe';

/** Styles that are quick enough to follow a face. */
const LIGHT: readonly string[] = ['poster', 'pixel', 'comic'];
export const LIVE_STYLES: readonly StyleId[] = STYLE_IDS.filter((style) => LIGHT.includes(style));

/** Long side of a camera's frame in which the face is followed, in pixels. */
export const FRAME_SIDE = 480;
/** Side of the portrait that is cut from it, and of the picture. */
export const LIVE_SIDE = 160;
/** The person's mask is drawn anew every so many frames. */
export const MASK_EVERY = 10;
