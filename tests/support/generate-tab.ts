/** Tabs that draw jobs, with the real store, queue and client; in a browser. */
import { GenerateClient } from '../../src/lib/bridge/generate-client';
import { DESCRIPTOR_LENGTH } from '../../src/lib/domain/face';
import type { GenerationJob } from '../../src/lib/domain/generation-job';
import { ALIGNED_SIDE } from '../../src/lib/domain/person';
import { Gallery } from '../../src/lib/gallery/gallery';
import { encodeBitmap, encodeGrey } from '../../src/lib/image/encode';
import { readBitmap } from '../../src/lib/state/generate-pixels';
import { GenerateQueue } from '../../src/lib/state/generate-queue';
import { runJob } from '../../src/lib/state/generate-runner';
import { GenerateChannel, GenerateStore } from '../../src/lib/state/generate-store';
import type { JobTools } from '../../src/lib/state/generate-tools';
import { DiskStore } from '../../src/lib/storage/disk';
import type { StoredSource } from '../../src/lib/storage/schema-generate';

/** One tab: fresh objects over the same database, as after a reload. */
export class Tab {
	readonly client: GenerateClient;
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
		spawn: () => Worker,
		private readonly faces: (red: number) => boolean = () => true,
	) {
		this.client = new GenerateClient(spawn);
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

/** What a job needs of a photo, without one. */
export const source = (id: string): StoredSource => ({
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

export const job = (id: string, change: Partial<GenerationJob> = {}): GenerationJob => ({
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

/** @param longest milliseconds */
export async function until(
	check: () => Promise<boolean>,
	what: string,
	longest = 20_000,
): Promise<void> {
	const end = performance.now() + longest;
	while (performance.now() < end) {
		if (await check()) return;
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	throw new Error(`never: ${what}`);
}

export const settled = (tab: Tab) => async () =>
	(await tab.jobs.list()).every(({ status }) => status === 'done' || status === 'failed');
