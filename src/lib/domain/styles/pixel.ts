import type { StyleControls } from '../style-controls';

/** The two colours behind the figure, and the light one of disks and stars. */
export const pixel = {
	palettes: [
		['#7b5cff', '#5a3fd6', '#c9bcff'],
		['#4aa8ff', '#2f6fd6', '#c4e4ff'],
		['#ff9f43', '#f3722c', '#ffd6a1'],
		['#ffd166', '#f4a825', '#fff0c2'],
		['#2ec4b6', '#1b9aaa', '#b7f0e6'],
		['#7fc75a', '#4f9d3a', '#daf3c4'],
		['#f15bb5', '#c9329a', '#ffc6e8'],
		['#ff6b6b', '#d64550', '#ffd0c9'],
	],
	backdrops: ['dusk', 'disk', 'stars', 'tiles'],
	weight: 'cell',
	likeness: false,
	beta: false,
} as const satisfies StyleControls;
