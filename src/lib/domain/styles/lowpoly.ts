import type { StyleControls } from '../style-controls';

/** Backdrop in the light, in the dark, and far away. */
export const lowpoly = {
	palettes: [
		['#ffb88c', '#6a3d7c', '#de6262'],
		['#8fd3f4', '#2b5876', '#5f9ea0'],
		['#c3e6cb', '#1f5c57', '#5fa88a'],
		['#f6d365', '#8a4b2d', '#e08e45'],
		['#d4c1ec', '#3f3a6b', '#8c7ab8'],
		['#ff9a9e', '#5b2447', '#c4566e'],
		['#a8c0ff', '#26335f', '#6478b8'],
		['#e2d1a8', '#3d4f3a', '#8a9a5b'],
	],
	backdrops: ['facets', 'shards', 'peaks', 'dusk'],
	weight: 'cell',
	likeness: true,
	beta: true,
} as const satisfies StyleControls;
