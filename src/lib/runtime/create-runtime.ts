import { adapterLabel, isSoftwareAdapter, type AdapterInfo } from '$lib/domain/gpu-adapter';
import type { OnProgress } from '$lib/domain/progress';
import {
	RuntimeError,
	type BackendChoice,
	type RuntimeReason,
	type RuntimeStatus,
	type SelfTestRow,
} from '$lib/domain/runtime';
import { download } from './download';
import type { Family } from './families';
import { loadOrt, suitableBuild, type Ort, type RuntimeBuild } from './ort';
import type { PackRuntime } from './runtime';
import { passed, selfTest } from './self-test';
import { Sessions } from './sessions';

/** Where a built-in model lies. */
export interface ModelFile {
	readonly url: string;
	/** Its length, for the progress. */
	readonly bytes: number;
}

/** Remembers the rows of passed self-tests, so that a known adapter starts faster. */
export interface SelfTestStore {
	get(key: string): Promise<readonly SelfTestRow[] | undefined>;
	set(key: string, rows: readonly SelfTestRow[]): Promise<void>;
}

export interface RuntimeOptions {
	readonly choice: BackendChoice;
	/** Finds a model by name; throws for a name it does not know. */
	readonly models: (name: string) => ModelFile;
	readonly store?: SelfTestStore;
	/** For tests: see SessionOptions. */
	readonly strict?: boolean;
	/** For tests: instead of the one that suits the browser. */
	readonly build?: RuntimeBuild;
	/** For tests: instead of the families that our models rely on. */
	readonly families?: readonly Family[];
	readonly onProgress?: OnProgress;
	readonly signal?: AbortSignal;
}

/**
 * Loads onnxruntime and decides where models run: on WebGPU when there is a real adapter that computes
 * right numbers, else in wasm. 'webgpu' takes a software adapter too, but never a wrong one.
 * @throws RuntimeError 'load-failed', or 'worker-crashed' by the self-test; signal.reason when aborted
 */
export async function createRuntime(options: RuntimeOptions): Promise<PackRuntime> {
	const { choice, signal, build = suitableBuild() } = options;
	const [adapter, ort] = await Promise.all([
		findAdapter(),
		loadOrt(build, (fraction) => options.onProgress?.({ stage: 'runtime', fraction }), signal),
	]);
	signal?.throwIfAborted();
	const label = adapter && adapterLabel(adapter);
	const status = (
		backend: RuntimeStatus['backend'],
		reason: RuntimeReason,
		rows: readonly SelfTestRow[] = [],
	): RuntimeStatus => ({ backend, reason, build, adapter: label, selfTest: rows });
	const wasm = (reason: RuntimeReason, rows?: readonly SelfTestRow[]) =>
		assemble(status('wasm', reason, rows), new Sessions(ort, { backend: 'wasm' }), options);

	if (choice === 'wasm') return wasm('chosen');
	if (!adapter) return wasm('no-webgpu');
	if (choice === 'auto' && isSoftwareAdapter(adapter)) return wasm('software-adapter');

	const sessions = new Sessions(ort, { backend: 'webgpu', strict: options.strict });
	const { rows, failed } = await knownOrTested(sessions, ort, `${label} ${build}`, options);
	signal?.throwIfAborted();
	if (failed instanceof RuntimeError && failed.kind === 'worker-crashed') throw failed;
	// A device that refused something is spoilt; wasm sessions of the same worker are not.
	if (failed || !passed(rows)) return wasm('self-test-failed', rows);
	const reason = choice === 'webgpu' ? 'chosen' : 'webgpu-ok';
	return assemble(status('webgpu', reason, rows), sessions, options);
}

async function findAdapter(): Promise<AdapterInfo | null> {
	try {
		return (await navigator.gpu?.requestAdapter())?.info ?? null;
	} catch {
		return null; // Some browsers have the interface and throw where the GPU is blocked.
	}
}

async function knownOrTested(
	sessions: Sessions,
	ort: Ort,
	adapter: string,
	{ store, families }: RuntimeOptions,
): Promise<{ rows: readonly SelfTestRow[]; failed?: unknown }> {
	const key = `${ort.env.versions.web} ${adapter}`;
	const known = await store?.get(key);
	if (known) return { rows: known };
	const result = await selfTest((model, feeds) => sessions.runOnce(model, feeds), families);
	if (passed(result.rows)) await store?.set(key, result.rows);
	return result;
}

function assemble(status: RuntimeStatus, sessions: Sessions, options: RuntimeOptions): PackRuntime {
	const open = async (names: readonly string[], onProgress?: OnProgress, signal?: AbortSignal) => {
		const missing = names.filter((name) => !sessions.has(name));
		const files = missing.map(options.models);
		// Both count half: fetching takes long the first time only, opening always.
		const total = files.reduce((sum, file) => sum + file.bytes, 0);
		const fetched = files.map(() => 0);
		let opened = 0;
		const report = () => {
			const bytes = fetched.reduce((a, b) => a + b, 0);
			const fraction = total > 0 ? (bytes + opened) / (2 * total) : 1;
			onProgress?.({ stage: 'models', fraction });
		};
		report();
		const models = await Promise.all(
			files.map(({ url, bytes }, i) => {
				const onBytes = (count: number) => {
					fetched[i] = Math.min(count, bytes);
					report();
				};
				return download(url, onBytes, signal);
			}),
		);
		for (const [i, model] of models.entries()) {
			signal?.throwIfAborted();
			await sessions.open(missing[i], model);
			fetched[i] = files[i].bytes;
			opened += files[i].bytes;
			report();
		}
	};
	return {
		status,
		load: open,
		async run(model, feeds, signal) {
			if (!sessions.has(model)) await open([model], undefined, signal);
			return sessions.run(model, feeds, signal);
		},
		tryOut: (name, files, signal) => sessions.tryOut(name, files, signal),
		openNetwork: (name, files, signal) => sessions.openNetwork(name, files, signal),
		settle: () => sessions.settle(),
		usage: () => sessions.usage(),
		dispose: () => sessions.dispose(),
	};
}
