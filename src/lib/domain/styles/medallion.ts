import type { StyleControls } from '../style-controls';

/** Gold, silver, copper, plaster, jade, pewter: the metal from its hollows to its gloss, then two colours of the cloth. */
export const medallion = {
	palettes: [
		['#1f0f02', '#6e4310', '#c98f2b', '#f6d98a', '#fffbe8', '#3a0f1d', '#15060c'],
		['#0e1116', '#454c57', '#98a2ae', '#dde3e9', '#ffffff', '#1f3a5c', '#0b1522'],
		['#1c0a05', '#6a2b17', '#b8623a', '#eaa982', '#ffeadb', '#12403d', '#071b1b'],
		['#3b352f', '#948a7e', '#d9d1c6', '#f6f2ea', '#ffffff', '#b39f8b', '#6f5d4d'],
		['#06180f', '#1f5138', '#4d9a70', '#a9dcb9', '#f1fff4', '#3d1a20', '#170a0d'],
	],
	backdrops: ['rays', 'laurel', 'rings', 'weave'],
	weight: 'relief',
	likeness: false,
	beta: false,
} as const satisfies StyleControls;
