/** A job of generated avatars: one style for one person, from being asked for until its pictures are in the gallery. */
import type { Budget, GeneratedRecipe } from './generated';
import type { PackProblem } from './pack';
import type { RuntimeProblem } from './runtime';

/** Name of the Web Lock that the one tab holds which draws. */
export const GENERATE_LOCK = 'likeness-generate';
/** Name of the BroadcastChannel on which tabs tell each other of jobs. */
export const GENERATE_CHANNEL = 'likeness-generate';

/** How the pictures of a job shall look; stored with it, so that a later edition draws what was asked for. */
export interface JobLook {
	/** As in GeneratedRecipe. */
	readonly style: string | null;
	/** As src/lib/styles/style.ts says. */
	readonly look: {
		readonly prompt: string;
		readonly negative: string;
		readonly strength: number;
		readonly identityScale: number;
		readonly curve: 'close' | 'even' | 'free';
		readonly aspect: '1:1' | '3:4' | '2:3';
		readonly extraSteps: number;
	};
	/** The set of traits that seeds draw from. */
	readonly traits: 'cyber' | null;
	/** Who is in the photo, as the person says it. */
	readonly subject: 'person' | 'woman' | 'man' | 'child';
	/** Slider, 0 (all style) .. 1 (most alike). */
	readonly likeness: number;
}

/** What one draft of the search came to; null where no single whole face was found. */
export interface JobTrial {
	/** Of the draft: the same for the same seed, strengths, steps and size. */
	readonly key: string;
	/** Cosine to the person's descriptor. */
	readonly score: number | null;
}

export type JobProblemKind =
	| RuntimeProblem
	| PackProblem
	| 'pack-missing' // it was deleted
	| 'source-missing' // what the job kept of the photo is gone
	| 'storage-full'
	| 'storage-refused'
	| 'unknown';

export interface JobProblem {
	readonly kind: JobProblemKind;
	/** English, for the curious. */
	readonly detail: string;
}

export type JobStatus = 'waiting' | 'running' | 'paused' | 'failed' | 'done';

export interface GenerationJob {
	readonly id: string;
	/** Milliseconds since 1970; jobs are drawn in this order. */
	readonly createdAt: number;
	readonly pack: string;
	readonly look: JobLook;
	readonly budget: Budget;
	/** Where the search begins: seeds follow from it. */
	readonly seed: number;
	/** Draws exactly this, without a search. */
	readonly exact: GeneratedRecipe | null;
	/** What is kept of the photo until the job is done; several jobs may share it. */
	readonly source: string;
	readonly status: JobStatus;
	readonly problem: JobProblem | null;
	/** In the order in which they were tried. */
	readonly trials: readonly JobTrial[];
	/** Ids in the gallery, in the order in which they were finished. */
	readonly finished: readonly string[];
	/** Drafts in which no single whole face was found, once the search is over; tells why pictures are unscored. */
	readonly faceless: boolean;
}

export type JobPhaseName = 'opening' | 'searching' | 'finishing';

/** What a job does now; told, not stored. */
export interface JobProgress {
	readonly job: string;
	readonly phase: JobPhaseName;
	/** Of the whole job, 0..1. */
	readonly fraction: number;
	/** Within the picture that is being drawn. */
	readonly step: number;
	readonly steps: number;
	/** Null while unknown. */
	readonly secondsLeft: number | null;
}

export type GenerateMessage =
	/** Jobs were added, changed or removed. */
	| { readonly type: 'jobs' }
	| { readonly type: 'progress'; readonly progress: JobProgress }
	/** Some tab wants this job to stop drawing: its record says what it is now. */
	| { readonly type: 'stop'; readonly job: string }
	/** Persons were saved, renamed, deleted or brought back. */
	| { readonly type: 'persons' };

/** Whether something is left to do. */
export const isOpen = ({ status }: GenerationJob): boolean => status !== 'done';
