/** In the Chromium of chromium.ts: downloads and compiles a pack into IndexedDB, as the app does, in a Worker. */
import { planPack } from '../../src/lib/compiler/compile/compile';
import { executePlan } from '../../src/lib/compiler/compile/execute';
import type { Hub } from '../../src/lib/domain/hubs';
import { install, type InstallTarget } from '../../src/lib/pack/install';
import { openPackStore } from '../../src/lib/pack/store/open';
import { DiskStore } from '../../src/lib/storage/disk';

export interface InstallJob {
	readonly target: InstallTarget;
	readonly hubs: readonly Hub[];
}

export interface Installed {
	readonly seconds: number;
	/** Of the files of the pack. */
	readonly bytes: number;
	/** By path. */
	readonly hashes: Readonly<Record<string, string>>;
}

onmessage = async ({ data: { target, hubs } }: MessageEvent<InstallJob>) => {
	const started = performance.now();
	const store = openPackStore(new DiskStore('compile-bench'), { hubs });
	const { bytes, manifest } = await install(
		target,
		{
			store,
			compile: async (input, openOutput, onProgress, signal) => {
				const plan = await planPack(input, signal);
				return executePlan(plan, await openOutput(plan.key), onProgress, signal);
			},
			checkMatting: () => Promise.reject(new Error('there is none in this pack')),
			onProgress: () => {},
		},
		new AbortController().signal,
	);
	const hashes = Object.fromEntries(manifest.files.map(({ path, sha256 }) => [path, sha256]));
	postMessage({ seconds: (performance.now() - started) / 1000, bytes, hashes } satisfies Installed);
};

postMessage('ready');
