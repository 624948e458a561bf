import type { StyleControls } from '../style-controls';

/** The figure's tones from dark to light, then the colours of the two lights, left and right. */
export const neon = {
	palettes: [
		['#070414', '#2a0a5e', '#c2188f', '#ff6ab0', '#fff0f6', '#ff2fb9', '#19e3ff'],
		['#03060f', '#0a1f5c', '#1277c9', '#4ff0e8', '#f2fffd', '#8a5cff', '#3cffd0'],
		['#0a0310', '#3d0b4a', '#e0343c', '#ffb347', '#fff7df', '#ffb000', '#ff2e7e'],
		['#04080a', '#0b3a3f', '#1fa37a', '#c6ff5e', '#fbffe6', '#c6ff3d', '#b14bff'],
		['#04040f', '#1a1466', '#5546d8', '#ff7f9a', '#fff3f0', '#2f6bff', '#ff3b4e'],
		['#0b0512', '#37105c', '#a33ad6', '#ff9ad5', '#fff4fb', '#19e3ff', '#ffd23f'],
	],
	backdrops: ['sun', 'rings', 'triangle', 'grid'],
	weight: 'line',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
