import type { GeneratedStyle } from '../style';
import { AGES } from './age';
import { ANIMATION } from './animation';
import { ANIME } from './anime';
import { CYBER } from './cyber';
import { DRESS } from './dress';
import { GRAPHIC } from './graphic';
import { HAIRSTYLES } from './hair';
import { PAINTING } from './painting';
import { SEASONAL } from './season';
import { STUDIO } from './studio';
import { TOYS } from './toys';

/** All generated styles, in the order of their groups. */
export const GENERATED_STYLES: readonly GeneratedStyle[] = [
	...ANIMATION,
	...TOYS,
	...ANIME,
	...PAINTING,
	...GRAPHIC,
	...CYBER,
	...DRESS,
	...STUDIO,
	...HAIRSTYLES,
	...AGES,
	...SEASONAL,
];

/** The catalogue's style of this id, or undefined. */
export function findStyle(id: string): GeneratedStyle | undefined {
	return GENERATED_STYLES.find((style) => style.id === id);
}
