/** In the Chromium of install.ts: one download of a file, by the app or by as little as possible, in a Worker. */
import { createSHA256 } from 'hash-wasm';
import type { Hub } from '../src/lib/domain/hubs';
import type { RemoteFile } from '../src/lib/domain/pack';
import type { TransferMode } from '../src/lib/pack/contract';
import { openPackStore } from '../src/lib/pack/store/open';
import { DiskStore } from '../src/lib/storage/disk';

/** One way to install a file. */
export interface Job {
	readonly way: 'plain' | TransferMode;
	readonly file: RemoteFile;
	readonly hubs: readonly Hub[];
}

const DATABASE = 'install-bench';
/** Read at once by what takes a stream, about one tensor. */
const TENSOR = 16 << 20;
const PLAIN_PIECE = 32 << 20;

/** fetch, sha256, put, and nothing else. Returns the hash. */
async function plain(file: RemoteFile): Promise<string> {
	const database = await new Promise<IDBDatabase>((resolve) => {
		const request = indexedDB.open(DATABASE);
		request.onupgradeneeded = () => request.result.createObjectStore('pieces');
		request.onsuccess = () => resolve(request.result);
	});
	const hash = (await createSHA256()).init();
	const put = (index: number, bytes: Uint8Array<ArrayBuffer>) =>
		new Promise<void>((resolve, reject) => {
			const transaction = database.transaction('pieces', 'readwrite');
			transaction.objectStore('pieces').put(new Blob([bytes]), index);
			transaction.oncomplete = () => resolve();
			transaction.onerror = () => reject(transaction.error);
		});
	let piece = new Uint8Array(PLAIN_PIECE);
	let filled = 0;
	let index = 0;
	const reader = (await fetch(file.url)).body!.getReader();
	for (;;) {
		const { done, value = new Uint8Array() } = await reader.read();
		hash.update(value);
		for (let from = 0; from < value.length;) {
			const take = Math.min(value.length - from, piece.length - filled);
			piece.set(value.subarray(from, from + take), filled);
			from += take;
			filled += take;
			if (filled < piece.length) continue;
			await put(index++, piece);
			piece = new Uint8Array(PLAIN_PIECE);
			filled = 0;
		}
		if (done) break;
	}
	if (filled) await put(index, piece.subarray(0, filled));
	database.close();
	return hash.digest();
}

/** As the app installs it; a stream is read tensor by tensor and let go. */
async function app({ way, file, hubs }: Job): Promise<string> {
	const disk = new DiskStore(DATABASE);
	const store = openPackStore(disk, { hubs });
	const mode = way as TransferMode;
	const transfer = await store.transfer(file, mode, {}, new AbortController().signal);
	for (let begin = 0; mode === 'stream' && begin < file.bytes; begin += TENSOR) {
		const end = Math.min(file.bytes, begin + TENSOR);
		await transfer.source.read(begin, end);
		await transfer.source.release?.(end);
	}
	const { sha256 } = await transfer.finished;
	disk.close();
	return sha256;
}

onmessage = async ({ data }: MessageEvent<Job>) => {
	const started = performance.now();
	const sha256 = data.way === 'plain' ? await plain(data.file) : await app(data);
	const seconds = (performance.now() - started) / 1000;
	await new Promise((resolve) => {
		indexedDB.deleteDatabase(DATABASE).onsuccess = resolve;
	});
	postMessage({ seconds, right: sha256 === data.file.sha256 });
};

postMessage('ready');
