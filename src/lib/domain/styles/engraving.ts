import type { StyleControls } from '../style-controls';

/** Paper, ink, lathe work: banknote green, stamp navy, certificate oxblood, medal gold. */
export const engraving = {
	palettes: [
		['#f2ead6', '#16352b', '#b9cdb5'],
		['#f4efe4', '#1b2a4a', '#e9b949'],
		['#f6e7d8', '#4a1420', '#e8a598'],
		['#12203a', '#f1d08a', '#24406b'],
	],
	backdrops: ['banknote', 'stamp', 'certificate', 'rays'],
	weight: 'cell',
	likeness: false,
	beta: false,
} as const satisfies StyleControls;
