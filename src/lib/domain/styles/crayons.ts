import type { StyleControls } from '../style-controls';

/** Toned paper, black chalk, sanguine, white chalk; then the colour of the scumble behind the head. */
export const crayons = {
	palettes: [
		['#cdbb9f', '#2b2320', '#9c3d22', '#fffaf0', '#2b2320'],
		['#9fb0b3', '#1d2530', '#8c3b35', '#fffaf0', '#1d2530'],
		['#f3eee3', '#26262b', '#c4472f', '#fffdf8', '#c4472f'],
		['#d8a98c', '#34191a', '#8a2c1d', '#fff6ea', '#34191a'],
		['#b9bfa6', '#22281f', '#a04428', '#fffbee', '#45543a'],
		['#c4b3bd', '#2a2029', '#96344a', '#fff8f6', '#4b3550'],
	],
	backdrops: ['scumble', 'corner', 'halo', 'plain'],
	weight: 'stroke',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
