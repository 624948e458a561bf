import type { Budget } from '$lib/domain/generated';
import type { JobProgress, JobStatus } from '$lib/domain/generation-job';

/** What the components of generated avatars are handed. */

/** A style that can be chosen, in the language of the interface. */
export interface StyleCardView {
	readonly id: string;
	readonly group: string;
	readonly name: string;
	readonly description: string;
	/** Backdrop, middle and accent. */
	readonly card: readonly [string, string, string];
	/** Common ones have none to show. */
	readonly rarity: string | null;
	readonly favourite: boolean;
	/** The person made it. */
	readonly own: boolean;
	/** Why the chosen pack cannot draw it. */
	readonly blocked: 'identity' | 'free-text' | 'adults' | null;
	/** A picture of the person's own in it. */
	readonly url: string | null;
}

export interface GroupView {
	readonly id: string;
	readonly name: string;
}

export const SUBJECTS = ['person', 'woman', 'man', 'child'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What is drawn: chosen styles, a blind box, or the person's own words. */
export const MODES = ['styles', 'box', 'words'] as const;
export type Mode = (typeof MODES)[number];

/** A budget with what it costs on this device. */
export interface BudgetView {
	readonly budget: Budget;
	/** Pictures that come out of it for each style. */
	readonly pictures: number;
	/** At most; null before anything was measured. */
	readonly seconds: number | null;
}

/** A pack that can draw. */
export interface PackChoiceView {
	readonly id: string;
	readonly name: string;
}

/** One job on the page. */
export interface JobView {
	readonly id: string;
	readonly title: string;
	readonly status: JobStatus;
	readonly progress: JobProgress | null;
	/** What is wrong, in words. */
	readonly problem: { readonly title: string; readonly advice: string } | null;
	readonly faceless: boolean;
	/** Pictures that are there. */
	readonly done: number;
}

/** A photo that was given of a person. */
export interface PhotoView {
	readonly id: number;
	readonly name: string;
	readonly status: 'reading' | 'ready' | 'no-face' | 'failed';
	readonly problem: string | null;
	readonly url: string | null;
	readonly crowd: boolean;
	readonly outlier: boolean;
}

/** Somebody whose pictures can be drawn. */
export interface SitterView {
	readonly id: string;
	readonly name: string;
	readonly url: string;
	/** A saved person can be renamed and deleted. */
	readonly saved: boolean;
	readonly photos: number;
	/** Whether pictures can begin from head and shoulders, and not from the face alone. */
	readonly portrait: boolean;
}
