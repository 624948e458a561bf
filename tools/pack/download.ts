import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { PackError, type RemoteFile } from '../../src/lib/domain/pack';
import { DEFAULT_TRANSFER, type TransferOptions } from '../../src/lib/pack/transfer/options';
import { FileRequests } from '../../src/lib/pack/transfer/request';
import { Retries } from '../../src/lib/pack/transfer/retry';
import { Trouble } from '../../src/lib/pack/transfer/trouble';
import { hashFile } from './hash-file';

/** Whole downloads of a file whose bytes are not what the hub lists, before it is an error. */
const MOST_WRONG = 2;

export interface DownloadOptions {
	/** The folder of all downloads. */
	readonly folder: string;
	readonly log: (line: string) => void;
	/** What differs from a transfer in the app. */
	readonly transfer?: Partial<TransferOptions>;
}

/**
 * Fetches a file of a hub, going on where an earlier run stopped, and checks its hash. A file that is there
 * already is not fetched again, if its commit or its hash pin it.
 * @returns its path
 * @throws PackError when tries are used up or the bytes are wrong again and again; signal.reason
 */
export async function download(
	file: RemoteFile,
	{ folder, log, transfer }: DownloadOptions,
	signal: AbortSignal = new AbortController().signal,
): Promise<string> {
	const pinned = file.commit || file.sha256;
	const target = path.resolve(folder, file.hub, file.repo, pinned || 'unpinned', file.path);
	if (pinned && (await sizeOf(target)) === file.bytes) return target;
	const part = `${target}.part`;
	await mkdir(path.dirname(target), { recursive: true });
	if (!pinned) await rm(part, { force: true });
	const options = { ...DEFAULT_TRANSFER, ...transfer };
	for (let downloads = 1; ; downloads++) {
		await fetchInto(part, file, options, log, signal);
		const { bytes, sha256 } = await hashFile(part, signal);
		if (bytes === file.bytes && (file.sha256 === null || sha256 === file.sha256)) break;
		await rm(part);
		const message = `${file.repo}: ${file.path}: ${bytes} bytes with the sha256 ${sha256} are not what the hub lists`;
		if (downloads === MOST_WRONG) throw new PackError('corrupt', message);
		log(`${message}; fetching it once more`);
	}
	await rename(part, target);
	return target;
}

/** Appends what is missing. */
async function fetchInto(
	part: string,
	file: RemoteFile,
	options: TransferOptions,
	log: (line: string) => void,
	signal: AbortSignal,
): Promise<void> {
	const requests = new FileRequests(file, options);
	const retries = new Retries(options, {
		onWaiting: (waiting) => {
			if (!waiting) return;
			const seconds = Math.ceil((waiting.retryAt - Date.now()) / 1000);
			log(`${file.path}: ${waiting.because}; trying again in ${seconds} s`);
		},
	});
	await retries.run(async (progress) => {
		const begin = (await sizeOf(part)) ?? 0;
		if (begin >= file.bytes && begin > 0) return;
		const answer = await requests.open(begin ? [begin, file.bytes] : null, signal);
		// A server without ranges sends the file from its beginning.
		let end = answer.ranged ? begin : 0;
		const out = await open(part, end ? 'a' : 'w');
		try {
			for await (const chunk of answer.chunks) {
				await out.writeFile(chunk);
				end += chunk.length;
				if (end > file.bytes) break;
				progress();
			}
		} finally {
			await out.close();
		}
		if (end < file.bytes) {
			throw new Trouble(
				'hub-unreachable',
				`${file.repo}: ${file.path}: ended early at byte ${end}`,
			);
		}
	}, signal);
}

async function sizeOf(file: string): Promise<number | undefined> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
