import { afterEach, expect, test } from 'vitest';
import { weather } from '../../../tests/support/generate-storm';
import { job, settled, source, Tab, until } from '../../../tests/support/generate-tab';
import { GENERATED_PLANS } from '$lib/likeness/search/plan';

const spawn = () =>
	new Worker(new URL('../bridge/drawing-worker.ts', import.meta.url), { type: 'module' });

let tests = 0;
const tabs: Tab[] = [];
const everybody = () => true;

async function openTab(name: string, faces: (red: number) => boolean = everybody): Promise<Tab> {
	const tab = new Tab(name, spawn, faces);
	tabs.push(tab);
	return tab.open();
}

function freshName(): string {
	const name = `generate-queue-${++tests}`;
	indexedDB.deleteDatabase(name);
	return name;
}

afterEach(() => {
	for (const tab of tabs.splice(0)) tab.close();
});

test('several styles are drawn in order, kept as they are finished, and the photo is forgotten', async () => {
	const tab = await openTab(freshName());
	await tab.jobs.add(
		[job('a'), job('b', { createdAt: 2, budget: 'better', seed: 9 })],
		source('photo'),
	);
	await until(settled(tab), 'both done');
	const [a, b] = await tab.jobs.list();
	expect([a.status, b.status]).toEqual(['done', 'done']);
	expect(a.finished).toHaveLength(4);
	expect(b.finished).toHaveLength(4);
	expect(tab.previews).toBeGreaterThan(0);
	// Every picture is in the gallery, with a recipe that names the weights.
	for (const id of [...a.finished, ...b.finished]) {
		const candidate = (await tab.gallery.get(id))!;
		expect(candidate.recipe).toMatchObject({ kind: 'generated', pack: 'steady', style: 'film-3d' });
		expect(candidate.likeness?.cosine).toBeGreaterThan(0);
	}
	// The search finished the best of its drafts.
	const drafts = b.trials.map(({ score }) => score!).sort((x, y) => y - x);
	const kept = await Promise.all(b.finished.map((id) => tab.gallery.get(id)));
	expect(drafts.length).toBeLessThanOrEqual(GENERATED_PLANS.better.rungs[0].candidates);
	expect(kept.map((candidate) => candidate!.likeness!.cosine)).toEqual(drafts.slice(0, 4));
	expect(await tab.store.keys('generateSources')).toEqual([]);
	expect(await tab.client.tensors()).toBe(0);
	expect(tab.errors).toEqual([]);
});

test('pictures without a face are dropped, unless there are no others: then the job says so', async () => {
	const name = freshName();
	const tab = await openTab(name, (red) => red > 60);
	await tab.jobs.add([job('some', { budget: 'better', seed: 1 })], source('photo'));
	await until(settled(tab), 'done');
	const [some] = await tab.jobs.list();
	expect(some.trials.some(({ score }) => score === null)).toBe(true);
	expect(some.faceless).toBe(false);
	for (const id of some.finished) expect((await tab.gallery.get(id))!.likeness).not.toBeNull();

	const blind = await openTab(freshName(), () => false);
	await blind.jobs.add([job('none'), job('sought', { budget: 'better' })], source('photo'));
	await until(settled(blind), 'done without faces');
	for (const { status, faceless, finished } of await blind.jobs.list()) {
		expect([status, faceless, finished.length]).toEqual(['done', true, 4]);
		for (const id of finished) expect((await blind.gallery.get(id))!.likeness).toBeNull();
	}
	// `fast` draws four, and shows those four; `better` draws its drafts and then four.
	expect(blind.drawn).toBe(4 + GENERATED_PLANS.better.rungs[0].candidates + 4);
});

test('a pack that is gone, and a photo that is gone, are said; a retry goes on', async () => {
	const tab = await openTab(freshName());
	await tab.jobs.add([job('x', { pack: 'missing' })], source('photo'));
	await until(settled(tab), 'failed');
	expect((await tab.jobs.get('x'))!.problem).toMatchObject({ kind: 'pack-missing' });
	// What it needs of the photo is kept for the retry.
	expect(await tab.store.keys('generateSources')).toEqual(['photo']);
	await tab.jobs.change('x', () => ({ pack: 'steady', status: 'waiting', problem: null }));
	await until(settled(tab), 'done');
	expect((await tab.jobs.get('x'))!.finished).toHaveLength(4);

	await tab.jobs.add([job('y', { source: 'lost' })], source('other'));
	await until(settled(tab), 'failed');
	expect((await tab.jobs.get('y'))!.problem).toMatchObject({ kind: 'source-missing' });
	await tab.jobs.remove('y');
	expect(await tab.store.keys('generateSources')).toEqual([]);
});

test('one recipe exactly, again, gives one picture', async () => {
	const tab = await openTab(freshName());
	await tab.jobs.add([job('first')], source('photo'));
	await until(settled(tab), 'done');
	const [id] = (await tab.jobs.get('first'))!.finished;
	const { recipe } = (await tab.gallery.get(id))!;
	if (recipe.kind !== 'generated') throw new Error('not generated');
	await tab.jobs.add([job('again', { exact: recipe, source: 'p2' })], source('p2'));
	await until(settled(tab), 'done again');
	const again = (await tab.jobs.get('again'))!;
	expect(again.finished).toHaveLength(1);
	const [one, two] = await Promise.all(
		[id, again.finished[0]].map(async (key) => (await tab.gallery.get(key))!),
	);
	expect(two.recipe).toEqual(one.recipe);
	expect(await two.picture.arrayBuffer()).toEqual(await one.picture.arrayBuffer());
});

test('two tabs: one draws, and the other goes on when it is closed', async () => {
	const name = freshName();
	const one = await openTab(name);
	const two = await openTab(name);
	await one.jobs.add(
		[1, 2, 3].map((n) => job(`j${n}`, { createdAt: n, budget: 'better', seed: n })),
		source('photo'),
	);
	await until(async () => one.drawn + two.drawn > 2, 'drawing');
	const [first, second] = one.drawn > 0 ? [one, two] : [two, one];
	expect(second.drawn).toBe(0);
	tabs.splice(tabs.indexOf(first), 1);
	first.close();
	await until(settled(second), 'all done in the other tab');
	expect(second.drawn).toBeGreaterThan(0);
	for (const { status, finished } of await second.jobs.list()) {
		expect([status, finished.length]).toEqual(['done', 4]);
	}
});

test('200 cancels, reloads and lost devices: no picture lost or doubled, no job stuck, no tensor left', async () => {
	const name = freshName();
	const { jobs } = await weather({
		times: 200,
		openTab: () => openTab(name),
		pack: (next) => (next() < 0.5 ? 'steady' : `lossy-${5 + Math.floor(next() * 6)}`),
		searching: 0.3,
		patience: 300,
		longest: 60_000,
		kept: 0,
	});
	expect(jobs).toBeGreaterThan(4);
});
