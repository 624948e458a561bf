/** A network that cuts people out finer than the built-in one, installed as a pack of its own. */
import type { InstalledPack } from './pack';

/** Its name in the manifest of its pack. */
export const MATTING_MODEL = 'matting';

/** Whether a pack can cut people out now: it has the network, and no byte of it is lost. */
export function canCutOut({ manifest, damaged }: InstalledPack): boolean {
	return MATTING_MODEL in manifest.models && damaged.length === 0;
}
