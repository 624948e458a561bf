import type { StyleControls } from '../style-controls';

/** Four inks from dark to light, two colours of the ground, one of the disk. */
export const poster = {
	palettes: [
		['#0d2c47', '#c6202f', '#7da3a8', '#f7e7c1', '#c6202f', '#0d2c47', '#f7e7c1'],
		['#1b1035', '#5b2a86', '#f2545b', '#ffd6a0', '#ffb400', '#ff8a5b', '#ffe9b8'],
		['#2b0f2e', '#a4243b', '#e0a458', '#f7ecd4', '#1f7a8c', '#5aa9b5', '#f3e3c3'],
		['#0b2027', '#1c6e73', '#f2a65a', '#fff1d6', '#70a9a1', '#40798c', '#2f6470'],
		['#10241b', '#2f6b4f', '#e9a84c', '#fbf0d9', '#e4572e', '#f28c5a', '#f7d9a0'],
		['#14213d', '#3d5a98', '#f28fb0', '#fff3e6', '#ffd23f', '#ffe58a', '#ff6f91'],
		['#0a1045', '#2456c4', '#ff9a76', '#fff0e0', '#ff5d5d', '#ff8f70', '#ffd9c0'],
	],
	backdrops: ['split', 'sunburst', 'halftone', 'diagonals'],
	weight: 'line',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
