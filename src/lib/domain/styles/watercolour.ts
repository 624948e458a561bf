import type { StyleControls } from '../style-controls';

/** Pairs of pigments that run into each other behind the figure. */
export const watercolour = {
	palettes: [
		['#7fb7be', '#f2b5a7'],
		['#8ea6db', '#f3a6b8'],
		['#f4a259', '#8cb369'],
		['#5fa8a0', '#f6c667'],
		['#b497d6', '#7fc8f8'],
		['#a3c585', '#7fa6d6'],
		['#ffcb77', '#ef798a'],
		['#e58f65', '#6aa5b8'],
	],
	backdrops: ['clouds', 'sky', 'wash', 'splash'],
	weight: 'line',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
