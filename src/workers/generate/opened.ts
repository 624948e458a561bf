import { Pipeline } from '$lib/diffusion/pipeline';
import { PackError, type InstalledPack } from '$lib/domain/pack';
import type { OnProgress } from '$lib/domain/progress';
import type { BackendChoice } from '$lib/domain/runtime';
import { clipImageInput } from '$lib/image/clip-input';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { encodeManifest } from '$lib/pack/archive/write';
import type { PackStore } from '$lib/pack/contract';
import type { createRuntime } from '$lib/runtime/create-runtime';
import type { PackRuntime } from '$lib/runtime/runtime';
import { attentionForm } from '$lib/runtime/self-test';
import { browserSelfTestStore } from '$lib/runtime/self-test-store';
import type { OpenedPack } from '../api';
import { browserEmbeddings, forgetOtherEmbeddings } from './embeddings';
import { deviceMemory, shouldSaveMemory, SMALL_SIDE } from './memory';

export interface OpenOptions {
	readonly choice: BackendChoice;
	readonly lowMemory: boolean | 'auto';
}

/** A pack with its networks, and the runtime beneath. */
export interface Opened {
	readonly asked: string;
	readonly runtime: PackRuntime;
	readonly pipeline: Pipeline;
	readonly described: OpenedPack;
}

/** Share of the progress that the runtime takes. */
const RUNTIME_SHARE = 0.2;

/** What stands for an open: asking for the same again costs nothing. */
export function askedFor(hash: string, { choice, lowMemory }: OpenOptions): string {
	return `${hash} ${choice} ${lowMemory}`;
}

/** @throws PackError 'not-found' where it is not installed */
export async function findPack(
	store: PackStore,
	id: string,
): Promise<{ readonly pack: InstalledPack; readonly hash: string }> {
	const all = await store.installed();
	const hashes = await Promise.all(all.map(hashOf));
	await forgetOtherEmbeddings(new Set(hashes));
	const at = all.findIndex((pack) => pack.id === id);
	if (at < 0) throw new PackError('not-found', `the pack ${id} is not installed`);
	return { pack: all[at], hash: hashes[at] };
}

/** Opens what every picture of a pack needs. @param create makes the runtime */
export async function openPack(
	create: typeof createRuntime,
	store: PackStore,
	{ pack: { manifest }, hash }: Awaited<ReturnType<typeof findPack>>,
	options: OpenOptions,
	onProgress: OnProgress,
	signal: AbortSignal,
): Promise<Opened> {
	const device = await deviceMemory();
	const halves = manifest.settings.activation === 'float16';
	const cannot = halves && !device.f16;
	if (cannot && options.choice === 'webgpu') {
		throw new PackError('device', 'the graphics processor does not compute in half precision');
	}
	const runtime = await create({
		choice: cannot ? 'wasm' : options.choice,
		models: (name) => {
			throw new Error(`a pack has no built-in model ${name}`);
		},
		store: browserSelfTestStore,
		onProgress: ({ fraction }) =>
			onProgress({ stage: 'runtime', fraction: RUNTIME_SHARE * fraction }),
		signal,
	});
	const { backend } = runtime.status;
	const lowMemory =
		options.lowMemory === 'auto' ? shouldSaveMemory(device, backend, manifest) : options.lowMemory;
	const attention = attentionForm(runtime.status);
	const pipeline = new Pipeline({
		runtime,
		manifest,
		readFile: (path) => store.file(manifest.id, path),
		attention,
		saveMemory: lowMemory,
		embeddings: browserEmbeddings(hash),
		clipPixels: (rgb) => clipImageInput(withAlpha(rgb)),
	});
	try {
		await pipeline.prepare(
			(fraction) =>
				onProgress({ stage: 'models', fraction: RUNTIME_SHARE + (1 - RUNTIME_SHARE) * fraction }),
			signal,
		);
	} catch (error) {
		await pipeline.dispose();
		throw error;
	}
	await store.touch(manifest.id);
	const { settings } = pipeline;
	const { least, most, step } = settings.sizes;
	return {
		asked: askedFor(hash, options),
		runtime,
		pipeline,
		described: {
			pack: manifest.id,
			hash,
			backend,
			attention,
			lowMemory,
			defaults: {
				sampler: settings.sampler,
				steps: settings.sampling.steps,
				guidance: settings.sampling.guidance,
				identityScale: settings.identity.scale,
			},
			sizes: { least, most: lowMemory ? Math.min(most, SMALL_SIDE) : most, step },
			identity: settings.identity.kind !== 'none',
			freeText: settings.text !== null,
		},
	};
}

export async function closePack({ pipeline, runtime }: Opened): Promise<void> {
	await pipeline.dispose();
	await runtime.dispose();
}

async function hashOf({ manifest }: InstalledPack): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encodeManifest(manifest)));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function withAlpha(rgb: Uint8Array) {
	const data = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
	for (let i = 0; i < rgb.length / 3; i++) data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
	return { width: ALIGNED_SIDE, height: ALIGNED_SIDE, data };
}
