import type { Budget } from '$lib/domain/generated';
import type { JobPhaseName, JobProblemKind, JobStatus } from '$lib/domain/generation-job';
import { m } from '$lib/paraglide/messages';

/** Words of generated avatars in the person's language. */

export const phaseText = (phase: JobPhaseName): string =>
	({ opening: m.gen_job_opening, searching: m.gen_job_searching, finishing: m.gen_job_finishing })[
		phase
	]();

export const statusText = (status: Exclude<JobStatus, 'running'>, pictures: number): string =>
	({
		waiting: m.gen_job_waiting,
		paused: m.gen_job_paused,
		failed: m.gen_job_failed,
		done: () => {
			if (pictures === 1) return m.gen_job_done_one();
			return pictures > 0 ? m.gen_job_done({ count: pictures }) : m.gen_job_done_none();
		},
	})[status]();

export const budgetText = (budget: Budget): string =>
	({ fast: m.gen_budget_fast, better: m.gen_budget_better, best: m.gen_budget_best })[budget]();

export const budgetWhat = (budget: Budget, count: number): string =>
	({
		fast: m.gen_budget_fast_what,
		better: m.gen_budget_better_what,
		best: m.gen_budget_best_what,
	})[budget]({ count });

/** What happened, and what to do about it. */
export function problemText(kind: JobProblemKind): {
	readonly title: string;
	readonly advice: string;
} {
	switch (kind) {
		case 'pack-missing':
		case 'not-found':
			return { title: m.gen_problem_pack(), advice: m.gen_problem_pack_advice() };
		case 'source-missing':
			return { title: m.gen_problem_source(), advice: m.gen_problem_source_advice() };
		case 'storage-full':
		case 'disk-full':
			return { title: m.gen_problem_full(), advice: m.gen_problem_full_advice() };
		case 'storage-refused':
		case 'no-storage':
			return { title: m.gen_problem_storage(), advice: m.gen_problem_storage_advice() };
		case 'out-of-memory':
			return { title: m.gen_problem_memory(), advice: m.gen_problem_memory_advice() };
		case 'device-lost':
		case 'shader-failed':
		case 'worker-crashed':
		case 'device':
			return { title: m.gen_problem_device(), advice: m.gen_problem_device_advice() };
		case 'corrupt':
		case 'unsafe':
		case 'unsupported':
		case 'changed':
		case 'load-failed':
		case 'run-failed':
			return { title: m.gen_problem_damaged(), advice: m.gen_problem_damaged_advice() };
		default:
			return { title: m.gen_problem_unknown(), advice: m.gen_problem_unknown_advice() };
	}
}
