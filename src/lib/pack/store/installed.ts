import { PackError, type InstalledPack, type PackManifest } from '$lib/domain/pack';
import { MANIFEST_FILE } from '$lib/domain/pack-catalogue';
import type { StoredPackFile } from '$lib/storage/schema-packs';
import type { Change, Store } from '$lib/storage/store';
import { checkManifest } from '../archive/manifest';
import { digestOfBlob, FileHash } from './hash';
import { partKey, stackOf, stackPrefix } from './keys';
import { Ledger } from './ledger';
import { StoredPackOutput } from './output';
import { compose, isLost } from './parts';
import { requireSpace, storing } from './space';

/** Parts of files that are taken over. */
const PART_BYTES = 32 << 20;

/** Installed packs and their files. */
export class InstalledPacks {
	constructor(readonly store: Store) {}

	async open(sha256: string): Promise<Blob | null> {
		const file = await storing(0, this.store.get('packFiles', sha256));
		return file ? compose(this.store, file.stack, file) : null;
	}

	/** All packs; files that the browser has lost count as damaged too. */
	async list(): Promise<InstalledPack[]> {
		const [packs, files, keys] = await storing(
			0,
			Promise.all([
				this.store.values('packs'),
				this.store.values('packFiles'),
				this.store.keys('parts'),
			]),
		);
		const parts = new Map<string, number>();
		for (const stack of keys.map(stackOf)) parts.set(stack, (parts.get(stack) ?? 0) + 1);
		const whole = new Set(
			files
				.filter((file) => (parts.get(file.stack) ?? 0) === file.parts)
				.map(({ sha256 }) => sha256),
		);
		return packs.map((pack) => ({
			...pack,
			damaged: pack.manifest.files
				.filter(({ path, sha256 }) => pack.damaged.includes(path) || !whole.has(sha256))
				.map(({ path }) => path),
		}));
	}

	async file(id: string, path: string): Promise<Blob> {
		const pack = await this.#get(id);
		const listed = pack.manifest.files.find((file) => file.path === path);
		if (!listed) throw new PackError('not-found', `pack ${id} has no file ${path}`);
		const blob = pack.damaged.includes(path) ? null : await this.open(listed.sha256);
		if (!blob) throw new PackError('corrupt', `${path} of pack ${id} is damaged: install it again`);
		return blob;
	}

	async touch(id: string): Promise<void> {
		const pack = await this.#get(id);
		await storing(
			0,
			this.store.write([{ store: 'packs', key: id, value: { ...pack, usedAt: Date.now() } }]),
		);
	}

	/** Makes the output of an install, and the files it kept as they came, an installed pack. */
	async finish(unchecked: PackManifest): Promise<InstalledPack> {
		const manifest = checkManifest(unchecked, MANIFEST_FILE);
		const record = await storing(0, this.store.get('outputs', manifest.id));
		const output = record && (await StoredPackOutput.open(this.store, manifest.id, record.key));
		const changes: Change[] = [];
		for (const { path, bytes, sha256 } of manifest.files) {
			if (await this.open(sha256)) continue;
			const written = output?.written(path);
			if (!output || !written) {
				throw new PackError('not-found', `${path} of pack ${manifest.id} was never written`);
			}
			const digest = await output.digest(path);
			if (digest.bytes !== bytes || digest.sha256 !== sha256) {
				throw new PackError('corrupt', `${path} of pack ${manifest.id} is not what was written`);
			}
			const { stack, parts } = written;
			changes.push({ store: 'packFiles', key: sha256, value: { sha256, stack, bytes, parts } });
		}
		return this.#install(manifest, [
			...changes,
			{ store: 'outputs', key: manifest.id },
			{ store: 'installs', key: manifest.id },
		]);
	}

	async adopt(
		unchecked: PackManifest,
		files: ReadonlyMap<string, Blob>,
		onBytes: (count: number) => void,
		signal: AbortSignal,
	): Promise<InstalledPack> {
		const manifest = checkManifest(unchecked, MANIFEST_FILE);
		const missing: { sha256: string; blob: Blob; path: string }[] = [];
		for (const { path, bytes, sha256 } of manifest.files) {
			const blob = files.get(path);
			if (blob && blob.size !== bytes) {
				throw new PackError('corrupt', `${path} has ${blob.size} bytes, not ${bytes}`);
			}
			if (await this.open(sha256)) onBytes(bytes);
			else if (blob) missing.push({ sha256, blob, path });
			else throw new PackError('not-found', `the pack lists ${path} but does not hold it`);
		}
		await requireSpace(missing.reduce((sum, { blob }) => sum + blob.size, 0));
		const changes: Change[] = [];
		for (const { sha256, blob, path } of missing) {
			const value = await this.#copy(blob, path, sha256, onBytes, signal);
			changes.push({ store: 'packFiles', key: sha256, value });
		}
		return this.#install(manifest, changes);
	}

	async verify(
		id: string,
		onBytes: (count: number) => void,
		signal: AbortSignal,
	): Promise<string[]> {
		const pack = await this.#get(id);
		const damaged: string[] = [];
		for (const { path, bytes, sha256 } of pack.manifest.files) {
			if (await this.#isRight(sha256, onBytes, signal)) continue;
			damaged.push(path);
			await this.#dropWrong(sha256, bytes, path, signal);
		}
		await storing(
			0,
			this.store.update('packs', id, (old) => ({ ...(old ?? pack), damaged })),
		);
		return damaged;
	}

	async #get(id: string): Promise<InstalledPack> {
		const pack = await storing(0, this.store.get('packs', id));
		if (!pack) throw new PackError('not-found', `there is no pack ${id}`);
		return pack;
	}

	async #install(manifest: PackManifest, changes: readonly Change[]): Promise<InstalledPack> {
		const pack: InstalledPack = {
			id: manifest.id,
			manifest,
			bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
			installedAt: Date.now(),
			usedAt: null,
			damaged: [],
		};
		await storing(0, this.store.write([...changes, { store: 'packs', key: pack.id, value: pack }]));
		return pack;
	}

	/** Copies a Blob part by part, and forgets it again when its hash is wrong. */
	async #copy(
		blob: Blob,
		path: string,
		sha256: string,
		onBytes: (count: number) => void,
		signal: AbortSignal,
	): Promise<StoredPackFile> {
		const stack = `adopted-${crypto.randomUUID()}`;
		const hash = await FileHash.open();
		let parts = 0;
		try {
			for (let begin = 0; begin < blob.size; begin += PART_BYTES) {
				signal.throwIfAborted();
				const bytes = new Uint8Array(await blob.slice(begin, begin + PART_BYTES).arrayBuffer());
				hash.update(bytes);
				const value = { index: parts, size: bytes.length, bytes: new Blob([bytes]), sha256: null };
				await storing(
					bytes.length,
					this.store.write([{ store: 'parts', key: partKey(stack, parts), value }]),
				);
				parts++;
				onBytes(bytes.length);
			}
			if (hash.digest() !== sha256) {
				throw new PackError('corrupt', `${path} does not match its sha256`);
			}
		} catch (error) {
			const keys = await this.store.keys('parts', stackPrefix(stack));
			await this.store.write(keys.map((key) => ({ store: 'parts', key })));
			throw error;
		}
		return { sha256, stack, bytes: blob.size, parts };
	}

	async #isRight(
		sha256: string,
		onBytes: (count: number) => void,
		signal: AbortSignal,
	): Promise<boolean> {
		const blob = await this.open(sha256);
		try {
			return blob !== null && (await digestOfBlob(blob, onBytes, signal)) === sha256;
		} catch (error) {
			if (isLost(error)) return false;
			throw error;
		}
	}

	/** Takes a wrong file out of use; of one that was downloaded, the parts that are right stay. */
	async #dropWrong(
		sha256: string,
		bytes: number,
		path: string,
		signal: AbortSignal,
	): Promise<void> {
		const download = await storing(0, this.store.get('downloads', sha256));
		if (download) {
			const file = { hub: '', repo: '', commit: '', url: '', path, bytes, sha256 };
			const ledger = await Ledger.open(this.store, file, 'keep', download.partBytes);
			await ledger.lose(await ledger.rotten(signal));
		}
		await storing(0, this.store.write([{ store: 'packFiles', key: sha256 }]));
	}
}
