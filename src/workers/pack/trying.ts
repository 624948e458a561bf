import type { PackManifest } from '$lib/domain/pack';
import type { PackStore } from '$lib/pack/contract';
import { createRuntime } from '$lib/runtime/create-runtime';
import { attentionForm } from '$lib/runtime/self-test';
import { browserSelfTestStore } from '$lib/runtime/self-test-store';
import type { NetworkFiles } from '$lib/runtime/runtime';
import type { OnFraction, TrialReport } from '../api';

/** Runs every network of a pack once; of those that come in two forms of attention, the one for this device. */
export async function tryPack(
	store: PackStore,
	manifest: PackManifest,
	onFraction: OnFraction,
	signal: AbortSignal,
): Promise<TrialReport> {
	const runtime = await createRuntime({
		choice: 'auto',
		models: (name) => {
			throw new Error(`a pack has no built-in model ${name}`);
		},
		store: browserSelfTestStore,
		signal,
	});
	try {
		const other = attentionForm(runtime.status) === 'fused' ? '-sliced' : '-fused';
		const names = Object.keys(manifest.models).filter((name) => !name.endsWith(other));
		const networks = [];
		for (const [i, name] of names.entries()) {
			onFraction(i / names.length);
			const files = await networkFiles(store, manifest, name);
			networks.push({ name, ...(await runtime.tryOut(name, files, signal)) });
		}
		await store.touch(manifest.id);
		onFraction(1);
		return { backend: runtime.status.backend, networks };
	} finally {
		await runtime.dispose();
	}
}

async function networkFiles(
	store: PackStore,
	{ id, models }: PackManifest,
	name: string,
): Promise<NetworkFiles> {
	const { graph, shards } = models[name];
	return {
		graph: new Uint8Array(await (await store.file(id, graph)).arrayBuffer()),
		shards: await Promise.all(
			shards.map(async (path) => ({ path, data: await store.file(id, path) })),
		),
	};
}
