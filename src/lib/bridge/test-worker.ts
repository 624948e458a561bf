/** A worker for the tests of the bridge: it counts, waits, hangs, fails and crashes on request. */
import { expose, releaseProxy, transferHandlers } from 'comlink';
import { PhotoError } from '$lib/domain/photo';
import type { OnProgress } from '$lib/domain/progress';
import { RuntimeError, type RuntimeProblem } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import type { JobId } from '../../workers/api';
import type { WorkerApi } from './worker-bridge';

carryErrors(transferHandlers);

export interface TestApi extends WorkerApi {
	/** How often it was called in this worker. */
	count(): number;
	remember(value: string): void;
	recall(): string;
	/** Settles only when it is cancelled. Reports once that it has begun. */
	wait(job: JobId, onProgress: OnProgress): Promise<never>;
	/** Reports once that it has begun, then never lets a message in again. */
	hang(onProgress: OnProgress): never;
	/** Resolves when it has reported n steps. */
	steps(n: number, onProgress: OnProgress): Promise<void>;
	failAsRuntime(kind: RuntimeProblem): never;
	failAsPhoto(): never;
	/** Breaks the thread's event loop with an exception that no caller sees. */
	crash(): Promise<never>;
}

let calls = 0;
let memory = '';
const cancels = new Map<JobId, () => void>();

const api: TestApi = {
	count: () => ++calls,
	remember(value) {
		memory = value;
	},
	recall: () => memory,
	wait: (job, onProgress) =>
		new Promise((_, reject) => {
			cancels.set(job, () => reject(new DOMException('cancelled', 'AbortError')));
			onProgress({ stage: 'render', fraction: 0 });
		}),
	hang(onProgress) {
		onProgress({ stage: 'render', fraction: 0 });
		for (;;);
	},
	async steps(n, onProgress) {
		for (let i = 1; i <= n; i++) onProgress({ stage: 'render', fraction: i / n });
		(onProgress as unknown as { [releaseProxy](): void })[releaseProxy]();
	},
	failAsRuntime(kind) {
		throw new RuntimeError(kind, 'planned');
	},
	failAsPhoto() {
		throw new PhotoError('damaged', 'planned');
	},
	crash: () =>
		new Promise(() => {
			setTimeout(() => {
				throw new Error('planned crash');
			});
		}),
	cancel: (job) => cancels.get(job)?.(),
	dispose: async () => {},
};

expose(api);
