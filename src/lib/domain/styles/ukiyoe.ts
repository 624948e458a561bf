import type { StyleControls } from '../style-controls';

/** Paper, the pattern behind the figure, the shaded sky. */
export const ukiyoe = {
	palettes: [
		['#e9dcc0', '#c8462f', '#2f4b6e'],
		['#efe3c8', '#d9a04a', '#3d5a4c'],
		['#e8dcc2', '#7c9aa5', '#31496b'],
		['#eee0cb', '#b98a8a', '#5b3550'],
		['#efe0c2', '#4f7690', '#8f3b2e'],
		['#eadfc6', '#3f5d57', '#a8642f'],
		['#e6dcc4', '#8fa77a', '#2e5248'],
		['#ece2cd', '#c9b48a', '#27406b'],
	],
	backdrops: ['sun', 'seigaiha', 'fuji', 'mist'],
	weight: 'line',
	likeness: true,
	beta: true,
} as const satisfies StyleControls;
