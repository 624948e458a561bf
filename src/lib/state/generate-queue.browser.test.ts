import { afterEach, expect, test } from 'vitest';
import { GenerateClient } from '$lib/bridge/generate-client';
import { DESCRIPTOR_LENGTH } from '$lib/domain/face';
import type { GenerationJob } from '$lib/domain/generation-job';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { Gallery } from '$lib/gallery/gallery';
import { encodeBitmap, encodeGrey } from '$lib/image/encode';
import { GENERATED_PLANS } from '$lib/likeness/search/plan';
import { DiskStore } from '$lib/storage/disk';
import type { StoredSource } from '$lib/storage/schema-generate';
import { readBitmap } from './generate-pixels';
import { GenerateQueue } from './generate-queue';
import { runJob } from './generate-runner';
import { GenerateChannel, GenerateStore } from './generate-store';
import type { JobTools } from './generate-tools';

const spawn = () =>
	new Worker(new URL('../bridge/drawing-worker.ts', import.meta.url), { type: 'module' });

/** One tab: fresh objects over the same database, as after a reload. */
class Tab {
	readonly client = new GenerateClient(spawn);
	readonly channel = new GenerateChannel();
	readonly store: DiskStore;
	readonly jobs: GenerateStore;
	readonly errors: unknown[] = [];
	queue!: GenerateQueue;
	gallery!: Gallery;
	previews = 0;
	drawn = 0;

	constructor(
		readonly name: string,
		private readonly faces: (red: number) => boolean,
	) {
		this.store = new DiskStore(name);
		this.jobs = new GenerateStore(this.store, this.channel);
	}

	async open(): Promise<this> {
		this.gallery = await Gallery.open(this.store);
		const tools: JobTools = {
			jobs: this.jobs,
			gallery: this.gallery,
			client: this.client,
			// Reads the seed from the picture: likeness is the seed's low bits.
			judge: async (picture) => {
				this.drawn++;
				const [red] = readBitmap(picture);
				if (!this.faces(red)) {
					return { verdict: { kind: 'dropped', because: 'no-face' }, portrait: null };
				}
				return { verdict: { kind: 'scored', score: red / 255 }, portrait: null };
			},
			encode: { png: (picture) => encodeBitmap(picture, 'png'), grey: encodeGrey },
			engine: async () => ({ choice: 'wasm', lowMemory: 'auto' }),
			report: (_, preview) => {
				if (preview) this.previews++;
				preview?.close();
			},
		};
		this.queue = new GenerateQueue(
			this.jobs,
			(job, signal) => runJob(job, tools, signal),
			(error) => this.errors.push(error),
			`lock-${this.name}`,
		);
		this.queue.wake();
		return this;
	}

	/** As the browser does it: nothing is told, everything stops. */
	close(): void {
		this.queue.close();
		this.client.terminate();
		this.channel.close();
		this.gallery.close();
		this.store.close();
	}
}

let tests = 0;
const tabs: Tab[] = [];
const everybody = () => true;

async function openTab(name: string, faces: (red: number) => boolean = everybody): Promise<Tab> {
	const tab = new Tab(name, faces);
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

const source = (id: string): StoredSource => ({
	id,
	faces: [
		{
			rgb: new Uint8Array(ALIGNED_SIDE * ALIGNED_SIDE * 3).fill(7),
			descriptor: new Float32Array(DESCRIPTOR_LENGTH).fill(1),
		},
	],
	descriptor: new Float32Array(DESCRIPTOR_LENGTH).fill(1),
	portrait: null,
});

const job = (id: string, change: Partial<GenerationJob> = {}): GenerationJob => ({
	id,
	createdAt: 1,
	pack: 'steady',
	look: {
		style: 'film-3d',
		look: {
			prompt: 'portrait of a {subject}',
			negative: '',
			strength: 0.6,
			identityScale: 0.8,
			curve: 'even',
			aspect: '1:1',
			extraSteps: 0,
		},
		traits: null,
		subject: 'person',
		likeness: 0.5,
	},
	budget: 'fast',
	seed: 40,
	exact: null,
	source: 'photo',
	status: 'waiting',
	problem: null,
	trials: [],
	finished: [],
	faceless: false,
	...change,
});

async function until(check: () => Promise<boolean>, what: string): Promise<void> {
	for (let i = 0; i < 4000; i++) {
		if (await check()) return;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	throw new Error(`never: ${what}`);
}

const settled = (tab: Tab) => async () =>
	(await tab.jobs.list()).every(({ status }) => status === 'done' || status === 'failed');

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

/** Seeded, so that a failure can be repeated (mulberry32, public domain). */
function random(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

test('200 cancels, reloads and lost devices: no picture lost or doubled, no job stuck, no tensor left', async () => {
	const name = freshName();
	const next = random(5);
	let tab = await openTab(name);
	let jobs = 0;
	let disturbances = 0;
	const seen = new Set<string>();
	const remember = async () => {
		for (const { id } of await tab.gallery.list()) seen.add(id);
	};
	const add = async () => {
		const budget = next() < 0.7 ? 'fast' : 'better';
		const pack = next() < 0.5 ? 'steady' : `lossy-${5 + Math.floor(next() * 6)}`;
		const id = `job-${jobs++}`;
		await tab.jobs.add(
			[job(id, { createdAt: jobs, budget, pack, source: id, seed: Math.floor(next() * 2 ** 31) })],
			source(id),
		);
	};
	const goOn = ({ status }: GenerationJob): Partial<GenerationJob> =>
		status === 'paused' || status === 'failed' ? { status: 'waiting', problem: null } : {};
	for (; disturbances < 200; disturbances++) {
		const list = await tab.jobs.list();
		if (list.filter(({ status }) => status !== 'done').length < 3) await add();
		// After some pictures, or some time without any: not all jobs run.
		const enough = tab.drawn + Math.floor(next() * 5);
		for (let i = 0; i < 60 && tab.drawn < enough; i++) {
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
		} else if (kind < 0.75) {
			await remember();
			tabs.splice(tabs.indexOf(tab), 1);
			tab.close();
			tab = await openTab(name);
		} else {
			// The tab's worker dies in the middle of whatever it does, without a word.
			tab.client.terminate();
		}
		// People press "go on"; a worker that was killed from outside fails its job like any other: "again".
		for (const { id, status } of await tab.jobs.list()) {
			if (status === 'failed' || next() < 0.5) await tab.jobs.change(id, goOn);
		}
	}
	await until(async () => {
		for (const { id } of await tab.jobs.list()) await tab.jobs.change(id, goOn);
		return (await tab.jobs.list()).every(({ status }) => status === 'done');
	}, 'all done');
	const list = await tab.jobs.list();
	const kept = (await tab.gallery.list()).map(({ id }) => id);
	expect(list.length).toBeGreaterThan(4);
	for (const { finished, budget } of list) {
		expect(finished).toHaveLength(GENERATED_PLANS[budget].rungs.at(-1)!.candidates);
	}
	expect(kept.sort()).toEqual(list.flatMap(({ finished }) => finished).sort());
	for (const id of seen) expect(kept).toContain(id);
	expect(await tab.store.keys('generateSources')).toEqual([]);
	expect(await tab.client.tensors()).toBe(0);
	expect(tab.errors).toEqual([]);
});
