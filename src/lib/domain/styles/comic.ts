import type { StyleControls } from '../style-controls';

/** Two colours of the ground, dots or disk, the rim around the figure. */
export const comic = {
	palettes: [
		['#ffd400', '#ff8c00', '#e4002b', '#ffffff'],
		['#ff9a1f', '#f26b00', '#ffe9b8', '#19c3ff'],
		['#00b3e6', '#0072ce', '#b8ecff', '#fff200'],
		['#9b6bff', '#6a35d9', '#ffe14d', '#ffffff'],
		['#ff4f9a', '#d4006d', '#ffffff', '#ffffff'],
		['#ff5a4a', '#c9182b', '#ffe3c2', '#fff200'],
		['#3ddc97', '#00916e', '#fff6d6', '#fff6d6'],
		['#ffe25a', '#ffc400', '#12a5c9', '#ff4f9a'],
	],
	backdrops: ['rays', 'halftone', 'dots', 'sunrise'],
	weight: 'line',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
