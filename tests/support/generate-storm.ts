/** Disturbs tabs that draw jobs, and says whether anything was lost; in a browser. */
import { expect } from 'vitest';
import type { GenerationJob } from '../../src/lib/domain/generation-job';
import { GENERATED_PLANS } from '../../src/lib/likeness/search/plan';
import { job, source, until, type Tab } from './generate-tab';

export interface Storm {
	/** Cancels, reloads and dead workers in all. */
	readonly times: number;
	/** Another tab over the same database; the storm closes it. */
	readonly openTab: () => Promise<Tab>;
	/** A pack for the next job. */
	readonly pack: (next: () => number) => string;
	/** Share of the jobs that search with drafts, 0..1. */
	readonly searching: number;
	/** Milliseconds that are waited for a few pictures between two disturbances. */
	readonly patience: number;
	/** Milliseconds until everything must be done in the end. */
	readonly longest: number;
	/** Tensors that may be alive when nothing is drawn: keys and values of prompt and face. */
	readonly kept: number;
}

/** Seeded, so that a failure can be repeated (mulberry32, public domain). */
function random(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Expects that no picture is lost or doubled, no job stuck, no photo kept and no tensor left behind. */
export async function weather(storm: Storm): Promise<{ jobs: number; pictures: number }> {
	const next = random(5);
	let tab = await storm.openTab();
	let jobs = 0;
	const seen = new Set<string>();
	const add = async () => {
		const budget = next() < storm.searching ? 'better' : 'fast';
		const id = `job-${jobs++}`;
		const seed = Math.floor(next() * 2 ** 31);
		const change = { createdAt: jobs, budget, pack: storm.pack(next), source: id, seed } as const;
		await tab.jobs.add([job(id, change)], source(id));
	};
	const goOn = ({ status }: GenerationJob): Partial<GenerationJob> =>
		status === 'paused' || status === 'failed' ? { status: 'waiting', problem: null } : {};
	for (let i = 0; i < storm.times; i++) {
		const list = await tab.jobs.list();
		if (list.filter(({ status }) => status !== 'done').length < 3) await add();
		// After some pictures, or some time without any: not all jobs run.
		const enough = tab.drawn + Math.floor(next() * 5);
		for (let waited = 0; waited < storm.patience && tab.drawn < enough; waited += 5) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await new Promise((resolve) => setTimeout(resolve, next() * 20));
		const kind = next();
		const running = list.find(({ status }) => status === 'running');
		if (kind < 0.45 && running) {
			// Cancelled in whatever it does, and gone on with later.
			await tab.jobs.change(running.id, ({ status }) =>
				status === 'running' ? { status: 'paused' } : {},
			);
			tab.channel.send({ type: 'stop', job: running.id });
			// The answer comes between two pictures: what was cancelled has given everything back.
			expect(await tab.client.tensors()).toBeLessThanOrEqual(storm.kept);
		} else if (kind < 0.75) {
			for (const { id } of await tab.gallery.list()) seen.add(id);
			tab.close();
			tab = await storm.openTab();
		} else {
			// The tab's worker dies in the middle of whatever it does, without a word.
			tab.client.terminate();
		}
		// People press "go on"; a worker that was killed from outside fails its job like any other: "again".
		for (const { id, status } of await tab.jobs.list()) {
			if (status === 'failed' || next() < 0.5) await tab.jobs.change(id, goOn);
		}
	}
	await until(
		async () => {
			for (const { id } of await tab.jobs.list()) await tab.jobs.change(id, goOn);
			return (await tab.jobs.list()).every(({ status }) => status === 'done');
		},
		'all done',
		storm.longest,
	);
	const list = await tab.jobs.list();
	const kept = (await tab.gallery.list()).map(({ id }) => id);
	for (const { finished, budget } of list) {
		expect(finished).toHaveLength(GENERATED_PLANS[budget].rungs.at(-1)!.candidates);
	}
	expect(kept.sort()).toEqual(list.flatMap(({ finished }) => finished).sort());
	for (const id of seen) expect(kept).toContain(id);
	expect(await tab.store.keys('generateSources')).toEqual([]);
	expect(await tab.client.tensors()).toBeLessThanOrEqual(storm.kept);
	expect(tab.errors).toEqual([]);
	tab.close();
	return { jobs: list.length, pictures: kept.length };
}
