import type { InferenceSession } from 'onnxruntime-web';
import { createCheckpoint } from '$lib/domain/breathe';
import { RuntimeError, type RuntimeStatus } from '$lib/domain/runtime';
import { toRuntimeError } from './errors';
import { forgetWasmFile, type Ort } from './ort';
import { Shard } from './shard';
import { writeModel } from './small-model';
import { DeviceUsage, openNetwork, type Enqueue } from './device-network';
import type { NetworkFiles, OpenNetwork, Tensor, Tensors, Trial } from './runtime';
import { allFinite, trialFeeds } from './trial';

const ANCHOR = writeModel({
	inputs: { x: [1] },
	outputs: ['y'],
	initialisers: {},
	nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
});

export interface SessionOptions {
	readonly backend: RuntimeStatus['backend'];
	/** For tests: fail to open a model of which a node would fall back from WebGPU to the CPU. */
	readonly strict?: boolean;
}

/**
 * Named sessions over one backend. One thing happens at a time: opening and running are queued, since
 * the runtime beneath is not reentrant.
 */
export class Sessions {
	readonly #ort: Ort;
	readonly #options: SessionOptions;
	readonly #checkpoint = createCheckpoint();
	readonly #open = new Map<string, InferenceSession>();
	readonly #usage = new DeviceUsage();
	#queue: Promise<unknown> = Promise.resolve();
	/** Rejects when the device is lost, so that no run waits for an answer that never comes. */
	#lost: Promise<never> | undefined;
	#poison: RuntimeError | undefined;

	constructor(ort: Ort, options: SessionOptions) {
		this.#ort = ort;
		this.#options = options;
	}

	has(name: string): boolean {
		return this.#open.has(name);
	}

	/** Opens a model under a name; a name that is open already is left alone. A failure leaves nothing behind. */
	open(name: string, model: Uint8Array): Promise<void> {
		return this.#next('load-failed', `open ${name}`, async () => {
			if (this.#open.has(name)) return;
			this.#open.set(name, await this.#create(model));
		});
	}

	/** Runs an open model. Feeds stay the caller's; outputs are fresh float32 arrays. */
	run(name: string, feeds: Tensors, signal?: AbortSignal): Promise<Tensors> {
		return this.#next(
			'run-failed',
			`run ${name}`,
			async () => {
				await this.#checkpoint(signal);
				const session = this.#open.get(name);
				if (!session) throw new Error('the model is not open');
				const outputs = await this.#run(session, feeds);
				signal?.throwIfAborted();
				return outputs;
			},
			signal,
		);
	}

	/** Opens, runs and closes a model. */
	runOnce(model: Uint8Array, feeds: Tensors): Promise<Tensors> {
		return this.#next('run-failed', 'run once', async () => {
			const session = await this.#create(model);
			const outputs = await this.#run(session, feeds);
			await session.release();
			return outputs;
		});
	}

	/** Opens a network of a pack, runs it once with small inputs made up for it, and closes it. */
	tryOut(name: string, files: NetworkFiles, signal?: AbortSignal): Promise<Trial> {
		return this.#next(
			'run-failed',
			`try ${name}`,
			async () => {
				await this.#checkpoint(signal);
				const session = await this.#create(files.graph, files.shards);
				try {
					const feeds = trialFeeds(this.#ort, session.inputMetadata);
					const started = performance.now();
					const running = session.run(feeds);
					const outputs = await this.#orLost(running);
					const values = await Promise.all(
						Object.values(outputs).map((output) => output.getData()),
					);
					const milliseconds = performance.now() - started;
					for (const output of Object.values(outputs)) output.dispose();
					return { milliseconds, finite: values.every(allFinite) };
				} finally {
					await session.release();
				}
			},
			signal,
		);
	}

	/** Opens a network of a pack whose outputs stay on the device. */
	openNetwork(name: string, files: NetworkFiles, signal?: AbortSignal): Promise<OpenNetwork> {
		const enqueue: Enqueue = (what, work, inner) =>
			this.#next(
				'run-failed',
				what,
				async () => {
					await this.#checkpoint(inner);
					return work();
				},
				inner,
			);
		return this.#next(
			'load-failed',
			`open ${name}`,
			async () => {
				await this.#checkpoint(signal);
				const stay = this.#options.backend === 'webgpu';
				const session = await this.#create(files.graph, files.shards, stay);
				if (signal?.aborted) await session.release();
				signal?.throwIfAborted();
				const orLost = <T>(promise: Promise<T>) => this.#orLost(promise);
				return openNetwork(name, session, { ort: this.#ort, usage: this.#usage, enqueue, orLost });
			},
			signal,
		);
	}

	/** Waits until the device has done everything that it was given. */
	settle(): Promise<void> {
		return this.#next('run-failed', 'wait', () =>
			this.#usage.timed(async () => {
				if (this.#options.backend === 'wasm') return;
				const device = await this.#ort.env.webgpu.device;
				await this.#orLost(device.queue.onSubmittedWorkDone());
			}),
		);
	}

	usage(): { readonly tensors: number; readonly milliseconds: number } {
		return { tensors: this.#usage.alive.size, milliseconds: this.#usage.milliseconds };
	}

	/** Closes all models. They can be opened again. */
	async dispose(): Promise<void> {
		await this.#queue;
		const sessions = [...this.#open.values()];
		this.#open.clear();
		for (const session of sessions) await session.release();
	}

	/** @param stay outputs in buffers of the GPU */
	async #create(
		model: Uint8Array,
		shards: NetworkFiles['shards'] = [],
		stay = false,
	): Promise<InferenceSession> {
		const { backend, strict } = this.#options;
		const create = (bytes: Uint8Array, files: NetworkFiles['shards'], onDevice: boolean) =>
			this.#ort.InferenceSession.create(bytes, {
				executionProviders: [{ name: backend }],
				externalData: files.map(({ path, data }) => ({ path, data: new Shard(data) })),
				preferredOutputLocation: onDevice ? 'gpu-buffer' : undefined,
				extra: strict ? { session: { disable_cpu_ep_fallback: '1' } } : undefined,
			});
		// When its last WebGPU session closes, onnxruntime destroys the device, and opening another
		// aborts its wasm (seen in 1.31.0-dev). So one that does nothing stays open for ever.
		if (backend === 'webgpu' && !this.#lost) {
			await create(ANCHOR, [], false);
			this.#lost = this.#watch(await this.#ort.env.webgpu.device);
		}
		const session = await create(model, shards, stay);
		forgetWasmFile(this.#ort);
		return session;
	}

	#orLost<T>(promise: Promise<T>): Promise<T> {
		return this.#lost ? Promise.race([promise, this.#lost]) : promise;
	}

	#watch(device: GPUDevice): Promise<never> {
		const lost = device.lost.then(({ reason, message }) => {
			this.#poison ??= new RuntimeError('device-lost', `${reason}: ${message}`);
			throw this.#poison;
		});
		lost.catch(() => {
			// Whoever runs next hears of it.
		});
		return lost;
	}

	async #run(session: InferenceSession, feeds: Tensors): Promise<Tensors> {
		const inputs = Object.fromEntries(
			Object.entries(feeds).map(([name, { dims, data }]) => [
				name,
				new this.#ort.Tensor('float32', data, dims),
			]),
		);
		const running = session.run(inputs);
		const outputs = await this.#orLost(running);
		const tensors: Record<string, Tensor> = {};
		for (const [name, output] of Object.entries(outputs)) {
			const data = await output.getData();
			if (!(data instanceof Float32Array)) throw new TypeError(`${name} is ${output.type}`);
			tensors[name] = { dims: output.dims, data };
			output.dispose();
		}
		return tensors;
	}

	/** Queues work and gives its failures a kind. After a poisonous one everything fails with it. */
	#next<T>(
		otherwise: 'load-failed' | 'run-failed',
		what: string,
		work: () => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		const result = this.#queue.then(async () => {
			if (this.#poison) throw this.#poison;
			try {
				return await work();
			} catch (cause) {
				if (signal?.aborted && cause === signal.reason) throw cause;
				const error = toRuntimeError(cause, otherwise, what);
				if (error.poisoned) this.#poison ??= error;
				throw error;
			}
		});
		this.#queue = result.catch(() => {
			// The caller has it; the queue goes on.
		});
		return result;
	}
}
