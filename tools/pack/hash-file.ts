import { Worker } from 'node:worker_threads';

/** Reads a file and hashes it on a thread of its own, beside what the main thread computes. */
const HASH = `
	const { createHash } = require('node:crypto');
	const { closeSync, openSync, readSync } = require('node:fs');
	const { parentPort, workerData } = require('node:worker_threads');
	const hash = createHash('sha256');
	const piece = Buffer.allocUnsafe(2 ** 20);
	const file = openSync(workerData, 'r');
	let bytes = 0;
	for (let read; (read = readSync(file, piece, 0, piece.length, null)) > 0; bytes += read) {
		hash.update(read === piece.length ? piece : piece.subarray(0, read));
	}
	closeSync(file);
	parentPort.postMessage({ bytes, sha256: hash.digest('hex') });
`;

export interface Digest {
	readonly bytes: number;
	/** Lower case hex. */
	readonly sha256: string;
}

/** Of a whole file. @throws what reading it throws; signal.reason */
export async function hashFile(file: string, signal?: AbortSignal): Promise<Digest> {
	signal?.throwIfAborted();
	const worker = new Worker(HASH, { eval: true, workerData: file });
	const stop = () => void worker.terminate();
	signal?.addEventListener('abort', stop);
	try {
		return await new Promise<Digest>((resolve, reject) => {
			worker.once('message', resolve);
			worker.once('error', reject);
			worker.once('exit', () =>
				reject(signal?.reason ?? new Error(`${file}: hashing ended early`)),
			);
		});
	} finally {
		signal?.removeEventListener('abort', stop);
		await worker.terminate();
	}
}
