import type { StyleControls } from '../style-controls';

/** Backdrop in the light, backdrop in the dark, the ground that shows between strokes. */
export const oil = {
	palettes: [
		['#c79a5b', '#3c2a1e', '#7a5236'],
		['#9fa7a3', '#2b3138', '#6b5540'],
		['#8fb3b0', '#1f3a44', '#7a5236'],
		['#7f93bd', '#232c4d', '#6e4a3a'],
		['#d98c6a', '#5a2433', '#5c3a2a'],
		['#d8b06a', '#7a3b22', '#4d3a44'],
		['#a9b86b', '#2f3d2a', '#7a4a36'],
		['#b9a3c4', '#3d2f52', '#5e4a38'],
	],
	backdrops: ['swirl', 'sweep', 'halo', 'knife'],
	weight: 'stroke',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
