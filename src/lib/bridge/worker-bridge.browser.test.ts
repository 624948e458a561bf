import { proxy } from 'comlink';
import { expect, test, vi } from 'vitest';
import { PhotoError } from '$lib/domain/photo';
import { RuntimeError } from '$lib/domain/runtime';
import { rising } from './rising';
import type { TestApi } from './test-worker';
import { WorkerBridge, type BridgeOptions } from './worker-bridge';

/** A bridge over the test worker that counts how many workers were made. */
function bridge(options: Partial<BridgeOptions<TestApi>> = {}) {
	const spawned: Worker[] = [];
	const spawn = () => {
		const worker = new Worker(new URL('./test-worker.ts', import.meta.url), { type: 'module' });
		spawned.push(worker);
		return worker;
	};
	return { spawned, bridge: new WorkerBridge<TestApi>({ spawn, ...options }) };
}

/** Runs a job that waits until it is cancelled; `begun` resolves when it runs. */
function waiting(on: WorkerBridge<TestApi>, signal?: AbortSignal) {
	const { promise: begun, resolve } = Promise.withResolvers<void>();
	const done = on.run(
		(api, job) =>
			api.wait(
				job,
				proxy(() => resolve()),
			),
		signal,
	);
	done.catch(() => {});
	return { begun, done };
}

test('the worker is made when it is needed, and used again', async () => {
	const { bridge: b, spawned } = bridge();
	expect(spawned).toHaveLength(0);
	expect(await b.run((api) => api.count())).toBe(1);
	expect(await b.run((api) => api.count())).toBe(2);
	expect(spawned).toHaveLength(1);
});

test('jobs run one after the other, in order, and a failure does not stop them', async () => {
	const { bridge: b } = bridge();
	const log: string[] = [];
	const job = (name: string, work: (api: { count(): unknown }) => unknown) =>
		b.run(async (api) => {
			log.push(`${name} begins`);
			await work(api as never);
			log.push(`${name} ends`);
		});
	await Promise.allSettled([
		job('a', (api) => api.count()),
		job('b', () => Promise.reject(new Error('planned'))),
		job('c', (api) => api.count()),
	]);
	expect(log).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
});

test('an aborted job that waits its turn never runs', async () => {
	const { bridge: b } = bridge();
	const first = new AbortController();
	const { begun } = waiting(b, first.signal);
	await begun;
	const body = vi.fn();
	const second = new AbortController();
	const queued = b.run(body, second.signal);
	const reason = new Error('changed my mind');
	second.abort(reason);
	await expect(queued).rejects.toBe(reason);
	first.abort();
	expect(await b.run((api) => api.count())).toBe(1);
	expect(body).not.toHaveBeenCalled();
	await expect(b.run(body, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('an aborted job that runs is cancelled, and its worker goes on', async () => {
	const { bridge: b, spawned } = bridge();
	const controller = new AbortController();
	const { begun, done } = waiting(b, controller.signal);
	await begun;
	controller.abort();
	await expect(done).rejects.toBe(controller.signal.reason);
	expect(await b.run((api) => api.count())).toBe(1);
	expect(spawned).toHaveLength(1);
});

test('a job that does not hear the cancel costs its worker, not the next job', async () => {
	const { bridge: b, spawned } = bridge({ graceMs: 50 });
	await b.run((api) => api.count());
	const controller = new AbortController();
	const { promise: begun, resolve } = Promise.withResolvers<void>();
	const hanging = b.run((api) => api.hang(proxy(() => resolve())), controller.signal);
	await begun;
	controller.abort();
	await expect(hanging).rejects.toBe(controller.signal.reason);
	expect(await b.run((api) => api.count())).toBe(1);
	expect(spawned).toHaveLength(2);
});

test('after a crash the job fails, and the next one has a fresh worker with its state', async () => {
	const { bridge: b, spawned } = bridge({ restore: (api) => api.remember('restored') });
	await b.run((api) => api.remember('changed'));
	await expect(b.run((api) => api.crash())).rejects.toMatchObject({
		name: 'RuntimeError',
		kind: 'worker-crashed',
		message: expect.stringContaining('planned crash'),
	});
	expect(await b.run((api) => api.recall())).toBe('restored');
	expect(spawned).toHaveLength(2);
});

test('a poisoned worker is replaced, and the job runs again where the owner says so', async () => {
	const losses: number[] = [];
	const { bridge: b, spawned } = bridge({
		retry: (error, n) => {
			expect(error).toBeInstanceOf(RuntimeError);
			losses.push(n);
			return n < 3;
		},
	});
	let attempts = 0;
	const work = () =>
		b.run((api) => (++attempts < 3 ? api.failAsRuntime('device-lost') : api.count()));
	expect(await work()).toBe(1);
	expect(losses).toEqual([1, 2]);
	expect(spawned).toHaveLength(3);
	// A success in between starts the count again; without a retry the error arrives.
	await expect(b.run((api) => api.failAsRuntime('shader-failed'))).rejects.toMatchObject({
		poisoned: true,
	});
	expect(losses).toEqual([1, 2, 1, 2, 3]);
});

test('a failure that breaks nothing keeps the worker, its class and its fields', async () => {
	const { bridge: b, spawned } = bridge({ retry: () => true });
	const failure = await b.run((api) => api.failAsPhoto()).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(PhotoError);
	expect(failure).toMatchObject({ problem: 'damaged', message: 'damaged: planned' });
	await expect(b.run((api) => api.failAsRuntime('run-failed'))).rejects.toMatchObject({
		kind: 'run-failed',
	});
	await b.run((api) => api.count());
	expect(spawned).toHaveLength(1);
});

test('a worker that cannot be loaded is an error, not a silence', async () => {
	const spawn = () => new Worker(new URL('./no-such-worker.js', location.href), { type: 'module' });
	const b = new WorkerBridge<TestApi>({ spawn });
	await expect(b.run((api) => api.count())).rejects.toMatchObject({ kind: 'worker-crashed' });
});

test('progress arrives in order and never falls', async () => {
	const { bridge: b } = bridge();
	const seen: number[] = [];
	const { promise: complete, resolve } = Promise.withResolvers<void>();
	const report = rising(({ fraction }) => {
		seen.push(fraction);
		if (fraction === 1) resolve();
	});
	await b.run((api) => api.steps(4, proxy(report)));
	await complete;
	report({ stage: 'render', fraction: 0.5 });
	expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
});

test('an idle worker is let go, and the next job makes another', async () => {
	const { bridge: b, spawned } = bridge({ idleMs: 1 });
	await b.run((api) => api.count());
	const terminate = vi.spyOn(spawned[0], 'terminate');
	await vi.waitFor(() => expect(terminate).toHaveBeenCalled());
	expect(await b.run((api) => api.count())).toBe(1);
	expect(spawned).toHaveLength(2);
});

test('terminate ends what runs and what waits', async () => {
	const { bridge: b } = bridge();
	const { begun, done } = waiting(b);
	const queued = b.run((api) => api.count());
	await begun;
	b.terminate();
	await expect(done).rejects.toMatchObject({ name: 'AbortError' });
	await expect(queued).rejects.toMatchObject({ name: 'AbortError' });
	expect(await b.run((api) => api.count())).toBe(1);
});
