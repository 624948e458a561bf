import type { IdCheck } from '$lib/domain/id-photo';
import type { PhotoProblem } from '$lib/domain/photo';
import { m } from '$lib/paraglide/messages';
import { problemText } from '../studio/texts';
import { mendText, ruleName } from './texts';

/** What became of one photo of a batch, as far as the words need it. */
export interface BatchEntryView {
	readonly photo: string;
	readonly status: 'waiting' | 'running' | 'pass' | 'warn' | 'fail' | 'error';
	readonly problem: PhotoProblem | 'no-face' | 'several-faces' | 'device' | null;
	readonly remarks: readonly IdCheck[];
	readonly within: boolean;
}

/** What to redo, a sentence each. */
export function remarksOf({ problem, remarks, within }: BatchEntryView): string[] {
	if (problem) return [problemOf(problem)];
	const bytes = within ? [] : [m.batch_bytes()];
	return [...bytes, ...remarks.map((check) => `${ruleName(check.rule)}: ${mendText(check)}`)];
}

function problemOf(problem: NonNullable<BatchEntryView['problem']>): string {
	switch (problem) {
		case 'no-face':
			return m.batch_no_face();
		case 'several-faces':
			return m.batch_several();
		case 'device':
			return m.batch_device();
		default:
			return problemText(problem).title;
	}
}
