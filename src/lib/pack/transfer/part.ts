import { PackError } from '$lib/domain/pack';
import { nameOf, type Ledger } from '../store/ledger';
import type { Answer, FileRequests } from './request';
import type { Retries } from './retry';
import { Trouble } from './trouble';

/** A server that ignores ranges once may be one of many; twice, it has none. */
const IGNORED_RANGES = 2;
/** Fetches of a part that must be what it was before. */
const MOST_DIFFERENT = 3;

/** The server has no ranges: the file must pass as one stream. */
export class NoRanges extends Error {}

export interface Line {
	readonly ledger: Ledger;
	readonly requests: FileRequests;
	readonly retries: Retries;
	readonly signal: AbortSignal;
	/** Bytes that are written. */
	readonly onWritten: (count: number) => void;
}

/** Fetches one part by ranges and writes it. @throws PackError, NoRanges, signal.reason */
export async function fetchPart(line: Line, index: number): Promise<void> {
	const { ledger, requests, retries, signal } = line;
	const [begin, end] = ledger.bounds(index);
	for (let fetches = 1; ; fetches++) {
		const bytes = new Uint8Array(end - begin);
		let filled = 0;
		let ignored = 0;
		await retries.run(async (progress) => {
			const answer = await requests.open([begin + filled, end], signal);
			checkEtag(ledger, answer);
			if (!answer.ranged && begin + filled > 0) {
				await giveUp(answer);
				if (++ignored >= IGNORED_RANGES) throw new NoRanges();
				throw new Trouble('hub-unreachable', `${nameOf(ledger.file)}: range ignored`);
			}
			for await (const chunk of answer.chunks) {
				const room = bytes.length - filled;
				if (chunk.length > room && answer.ranged) {
					throw new Trouble('hub-unreachable', `${nameOf(ledger.file)}: more than asked for`);
				}
				bytes.set(chunk.subarray(0, room), filled);
				filled += Math.min(chunk.length, room);
				progress();
				if (!answer.ranged && filled === bytes.length) break;
			}
			if (filled < bytes.length) throw endedEarly(ledger);
		}, signal);
		if (await write(line, index, bytes)) return;
		if (fetches === MOST_DIFFERENT) throw differs(ledger, index);
	}
}

/**
 * Lets the whole file pass once and writes the parts that are wanted. An interruption starts it anew, and what
 * was written is passed over.
 */
export async function fetchAll(
	line: Line,
	wanted: (index: number) => boolean,
	room: (index: number) => Promise<void>,
): Promise<void> {
	const { ledger, requests, retries, signal } = line;
	await retries.run(async (progress) => {
		const answer = await requests.open(null, signal);
		checkEtag(ledger, answer);
		let index = 0;
		let part = wanted(0) ? partOf(ledger, 0) : null;
		let position = 0;
		for await (const chunk of answer.chunks) {
			for (let from = 0; from < chunk.length;) {
				if (index >= ledger.parts) throw tooLong(ledger);
				const [begin, end] = ledger.bounds(index);
				const take = Math.min(chunk.length - from, end - position);
				part?.set(chunk.subarray(from, from + take), position - begin);
				from += take;
				position += take;
				if (position < end) continue;
				if (part) {
					if (!(await write(line, index, part))) throw differs(ledger, index);
					progress();
				}
				index++;
				if (index < ledger.parts) await room(index);
				part = index < ledger.parts && wanted(index) ? partOf(ledger, index) : null;
			}
		}
		if (position < ledger.file.bytes) throw endedEarly(ledger);
	}, signal);
}

async function write(
	{ ledger, signal, onWritten }: Line,
	index: number,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
	signal.throwIfAborted();
	if (!(await ledger.put(index, bytes))) return false;
	onWritten(bytes.length);
	return true;
}

/** Files without a known hash are held to what the host first said of them. */
function checkEtag(ledger: Ledger, { etag }: Answer): void {
	if (ledger.file.sha256 || !etag) return;
	if (ledger.etag === null) ledger.etag = etag;
	else if (ledger.etag !== etag) {
		throw new PackError('changed', `${nameOf(ledger.file)}: changed while it was fetched`);
	}
}

async function giveUp({ chunks }: Answer): Promise<void> {
	await chunks[Symbol.asyncIterator]().return?.();
}

function partOf(ledger: Ledger, index: number): Uint8Array<ArrayBuffer> {
	const [begin, end] = ledger.bounds(index);
	return new Uint8Array(end - begin);
}

function endedEarly({ file }: Ledger): Trouble {
	return new Trouble('hub-unreachable', `${nameOf(file)}: ended early`);
}

function tooLong({ file }: Ledger): PackError {
	return new PackError('changed', `${nameOf(file)}: longer than ${file.bytes} bytes`);
}

function differs({ file }: Ledger, index: number): PackError {
	return new PackError('corrupt', `${nameOf(file)}: part ${index} is not what it was before`);
}
