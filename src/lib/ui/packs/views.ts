/** What the pages hand to the components of packs. */

/** A hub that serves the pack, as measured. */
export interface HubView {
	readonly id: string;
	readonly name: string;
	readonly reachable: boolean;
	/** Null when it could not be measured. */
	readonly bytesPerSecond: number | null;
}

/** A part of the storage of this origin. */
export interface SpaceView {
	readonly kind: 'packs' | 'unfinished' | 'gallery' | 'other';
	readonly bytes: number;
}

/** What is being done with an installed pack, or was. */
export interface TaskView {
	/** What is happening, with words for the bar. */
	readonly text: string;
	/** 0..1; null where it cannot be told. */
	readonly fraction: number | null;
}
