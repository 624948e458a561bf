import type { GenerationJob } from '$lib/domain/generation-job';
import type { AlignedFace } from '$lib/domain/person';
import type { StoredFile } from './stored-file';

/** A person as they are kept because somebody asked for it. */
export interface StoredPerson {
	readonly id: string;
	readonly name: string;
	readonly faces: readonly (AlignedFace & { readonly outlier: boolean })[];
	readonly descriptor: Float32Array;
	/** Head and shoulders of the best photo, a lossless square; null where only faces are known. */
	readonly portrait: StoredFile | null;
	readonly thumbnail: StoredFile;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	/** When they were deleted; they can be brought back until they are purged. */
	readonly deletedAt: number | null;
}

/** What jobs need of a photo until they are done, and no longer. */
export interface StoredSource {
	readonly id: string;
	/** Those that count: outliers are left out. */
	readonly faces: readonly AlignedFace[];
	/** Mean of them. */
	readonly descriptor: Float32Array;
	/** Head and shoulders, a lossless square; null where only faces are known. */
	readonly portrait: StoredFile | null;
}

/** A style that the person made or was given, as the file that it would be exported to. */
export interface StoredStyle {
	readonly id: string;
	readonly json: string;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
}

/** What the page of generated avatars remembers. */
export interface StoredGenerateChoices {
	/** When the person agreed to use only photos of themselves or with consent; milliseconds since 1970. */
	readonly consentAt: number | null;
	/** Ids of styles. */
	readonly favourites: readonly string[];
	/** Whether sessions are opened one after the other and pictures are small. */
	readonly lowMemory: boolean | 'auto';
	/** Whether exported pictures say visibly that a computer made them. */
	readonly mark: boolean;
}

/** How long a pack took on this device: the last few pictures of one size. */
export interface StoredPace {
	/** Milliseconds a step with everything around it, newest last. */
	readonly step: readonly number[];
}

export interface GenerateSchema {
	/** By id. */
	persons: StoredPerson;
	/** By id. */
	generateJobs: GenerationJob;
	/** By id. */
	generateSources: StoredSource;
	/** By id. */
	ownStyles: StoredStyle;
	/** One record, 'choices'. */
	generateChoices: StoredGenerateChoices;
	/** By `pack/pixels`. */
	generatePaces: StoredPace;
}
