import type { Rarity } from '$lib/domain/blind-box';

/** Colours of a card's frame, by how rare it is; sRGB. */
export interface CardLook {
	/** The frame from corner to corner. */
	readonly frame: readonly string[];
	/** Hairlines and ornaments on the frame. */
	readonly line: string;
	/** Words on the frame. */
	readonly head: string;
	/** The plate with the words. */
	readonly plate: string;
	readonly ink: string;
	readonly faint: string;
	/** Diamonds beside the number. */
	readonly gems: number;
	/** Fine rays in the frame, as on certificates. */
	readonly rays: boolean;
}

export const CARD_LOOKS: Readonly<Record<Rarity, CardLook>> = {
	common: {
		frame: ['#f6f1e6', '#ece4d3'],
		line: '#b9ab8f',
		head: '#6a5c3f',
		plate: '#fbf8f1',
		ink: '#2a2620',
		faint: '#75694f',
		gems: 1,
		rays: false,
	},
	rare: {
		frame: ['#cfe0ea', '#7f9fb8', '#e4eef3', '#8fabc0'],
		line: '#41647f',
		head: '#22435c',
		plate: '#f3f8fb',
		ink: '#16283a',
		faint: '#46627a',
		gems: 2,
		rays: false,
	},
	epic: {
		frame: ['#6b2fa0', '#c44fb0', '#4d3bb8', '#8e3fc4'],
		line: '#e9c8ff',
		head: '#fbeeff',
		plate: '#1f1234',
		ink: '#fbeeff',
		faint: '#c9a9e6',
		gems: 3,
		rays: true,
	},
	secret: {
		frame: ['#8a5a12', '#f9e39b', '#b67a1e', '#fff4c4', '#9b6616'],
		line: '#5c3a08',
		head: '#4a2d04',
		plate: '#15110a',
		ink: '#fbe7ae',
		faint: '#cfa95a',
		gems: 4,
		rays: true,
	},
};
