import type { ArrivingFile } from '$lib/domain/arriving-file';
import { ROLE_OF } from '$lib/compiler/compile/role-of';
import { openCheckpoint } from '$lib/compiler/read/open';
import { recognise, type Recognised } from '$lib/compiler/read/recognise';
import { PackError, type InstalledPack } from '$lib/domain/pack';
import type { Component, PackEntry, Role } from '$lib/domain/pack-catalogue';
import type { PackStore } from '$lib/pack/contract';
import type { LocalFiles } from '$lib/pack/archive/identify';
import { digestOfBlob } from '$lib/pack/store/hash';
import { BlobSource } from '$lib/pack/transfer/blob-source';
import type { OnFraction } from '../api';
import { compile } from './installing';

interface OwnFile {
	readonly file: File;
	/** With the folders that were chosen. */
	readonly path: string;
}

interface Weights extends OwnFile {
	readonly found: Recognised;
}

const WEIGHTS = /\.(safetensors|bin|pth|pt|ckpt)$/i;
const TOKENIZER =
	/(^|\/)(vocab\.json|merges\.txt|tokenizer_config\.json|special_tokens_map\.json)$/;
/** Share of the progress that hashing takes. */
const HASHING = 0.25;

/**
 * Compiles checkpoints of the person's own into a pack: a base, with the text encoder, autoencoder, LoRAs and
 * identity adapter that lie beside it. @throws PackError; CompileError; signal.reason
 */
export async function compileOwnFiles(
	store: PackStore,
	{ weights: chosen, configs }: Extract<LocalFiles, { kind: 'weights' }>,
	onFraction: OnFraction,
	signal: AbortSignal,
): Promise<InstalledPack> {
	// 1. What the files are.
	const weights: Weights[] = [];
	for (const { file } of chosen) {
		const path = pathOf(file);
		const checkpoint = await openCheckpoint(new BlobSource(file), path, signal);
		const found = recognise(checkpoint);
		if (!ROLE_OF[found.kind]) {
			throw new PackError('unsupported', `${path} is of no use here: it is ${found.description}`);
		}
		weights.push({ file, path, found });
	}
	const base = weights.find(({ found }) => ROLE_OF[found.kind] === 'unet');
	if (!base) throw withoutBase(weights[0]);

	// 2. Their hashes: what is compiled is named by what it is made of.
	const beside = configs.map((file) => ({ file, path: pathOf(file) }));
	const needed = [...weights, ...beside.filter(({ path }) => isBeside(path, weights))];
	const total = needed.reduce((sum, { file }) => sum + file.size, 0);
	let hashed = 0;
	const digests = new Map<OwnFile, string>();
	for (const one of needed) {
		const onBytes = (count: number) => onFraction((HASHING * (hashed += count)) / total);
		digests.set(one, await digestOfBlob(one.file, onBytes, signal));
	}

	// 3. The pack.
	const pack = await describePack(base, weights, digests.get(base)!);
	const compileFiles = needed.map((one): ArrivingFile => {
		const owner = weights.find((own) => own === one) ?? ownerOf(one, weights);
		return {
			component: componentOf(owner, one),
			path: one.path,
			repo: '',
			commit: '',
			sha256: () => Promise.resolve(digests.get(one)!),
			source: new BlobSource(one.file),
		};
	});
	const manifest = await compile(
		{ pack, files: compileFiles },
		(key) => store.output(pack.id, key),
		({ step, steps }) => onFraction(HASHING + ((1 - HASHING) * step) / steps),
		signal,
	);
	return store.finish(manifest);
}

function withoutBase({ path, found }: Weights): PackError {
	return new PackError(
		'unsupported',
		`${path} is ${found.description}: choose it together with the checkpoint that it is for`,
	);
}

function pathOf(file: File): string {
	return file.webkitRelativePath || file.name;
}

/** Configurations and tokenizer files that belong to the weights. */
function isBeside(path: string, weights: readonly Weights[]): boolean {
	if (TOKENIZER.test(path)) return true;
	if (!path.endsWith('.json')) return false;
	return (
		/scheduler_config\.json$/.test(path) ||
		weights.some((one) => folderOf(one.path) === folderOf(path))
	);
}

function ownerOf({ path }: OwnFile, weights: readonly Weights[]): Weights | null {
	if (TOKENIZER.test(path)) return null;
	return weights.find((one) => folderOf(one.path) === folderOf(path)) ?? null;
}

function componentOf(owner: Weights | null, one: OwnFile): Component {
	const role: Role = owner ? ROLE_OF[owner.found.kind]! : 'tokenizer';
	return {
		id: owner ? slug(owner.path) : `beside-${slug(one.path)}`,
		role,
		origins: [],
		files: [owner?.path ?? one.path],
		requires: [],
		configs: [],
		weight: 1,
		licence: 'own',
		attribution: '',
		purpose: { en: '', 'zh-CN': '' },
		bytes: owner?.file.size ?? one.file.size,
		contains: [],
	};
}

async function describePack(
	base: Weights,
	weights: readonly Weights[],
	sha256: string,
): Promise<PackEntry> {
	const adapter = weights.find(({ found }) => ROLE_OF[found.kind] === 'identity');
	const fewSteps = base.found.variant === 'lcm' || weights.some(({ path }) => /lcm/i.test(path));
	const features = (await navigator.gpu?.requestAdapter())?.features;
	const name = base.file.name.replace(WEIGHTS, '');
	return {
		id: `own-${sha256.slice(0, 12)}`,
		name: { en: name, 'zh-CN': name },
		description: { en: '', 'zh-CN': '' },
		components: weights.map(({ path }) => slug(path)),
		identity: (adapter?.found.kind as PackEntry['identity'] | undefined) ?? 'none',
		precision: 'small',
		sampling: fewSteps
			? { scheduler: 'lcm', steps: 4, guidance: 1 }
			: { scheduler: 'dpm++2m', steps: 20, guidance: 7 },
		bytes: base.file.size,
		needs: { f16: features?.has('shader-f16') ?? false, bindingBytes: 0, memoryBytes: 0 },
		tier: 'own',
	};
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}

function slug(path: string): string {
	return path
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 64);
}
