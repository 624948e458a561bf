import { beforeAll, expect, inject, test } from 'vitest';
import { HubClient } from '../../../../tests/hub/client';
import type { Fault } from '../../../../tests/hub/fault';
import type { LoggedRequest } from '../../../../tests/hub/log';
import { Chance, pseudoRandomBytes } from '../../../../tests/hub/random';
import type { Hub } from '$lib/domain/hubs';
import { PackError, type RemoteFile } from '$lib/domain/pack';
import { DiskStore } from '$lib/storage/disk';
import type { Transfer } from '../contract';
import { openPackStore } from '../store/open';

/** Sequences of faults and kills, and how many run beside each other. */
const SEQUENCES = 320;
const BESIDE = 6;
/** Seconds on a free machine; many builds share some. */
const PATIENCE_MS = 600_000;
/** One sequence takes a second. */
const HANGS_MS = 90_000;
const MOST_SESSIONS = 40;
const REPO = 'author/model';

let hub: HubClient;
let hubs: readonly Hub[];
let elsewhere: string;
/** A second attempt begins with files and databases of its own. */
let attempt = 0;

beforeAll(async () => {
	elsewhere = inject('hubOrigin');
	hub = await HubClient.fork(elsewhere);
	({ hubs } = await hub.send({}));
});

/** One sequence: a file, and what goes wrong while it is fetched. */
class Sequence {
	readonly chance: Chance;
	readonly path: string;
	readonly size: number;
	readonly mode: 'keep' | 'stream';
	readonly lanes: number;
	readonly partBytes: number;
	readonly faults: Fault[];
	readonly name: string;

	constructor(readonly seed: number) {
		const chance = (this.chance = new Chance(seed));
		this.path = `file-${attempt}-${seed}.bin`;
		this.mode = chance.pick(['keep', 'stream']);
		this.lanes = 1 + chance.below(4);
		this.partBytes = chance.pick([2048, 4096, 10_000]);
		this.size = 1 + chance.below(this.partBytes * chance.pick([1, 6, 14]));
		this.faults = Array.from({ length: chance.below(6) }, () => this.#fault());
		this.name = `seed ${seed}: ${JSON.stringify({ ...this, chance: undefined })}`;
	}

	get pieceBytes(): number {
		return this.partBytes * this.lanes;
	}

	#fault(): Fault {
		const { chance } = this;
		const at = chance.below(chance.pick([10, this.partBytes]));
		const kinds: Fault[] = [
			{ kind: 'cut', at },
			{ kind: 'cut', at },
			{ kind: 'stall', at },
			{ kind: 'truncate', at },
			{ kind: 'wrong-byte', at: chance.below(this.size) },
			{
				kind: 'status',
				status: chance.pick([403, 404, 416]),
				on: chance.pick(['resolve', 'file']),
			},
			{ kind: 'status', status: chance.pick([429, 500, 503]), retryAfter: 0 },
			{ kind: 'no-ranges' },
			{ kind: 'page' },
			{ kind: 'slow', rate: 100_000 },
			{ kind: 'expired' },
			{ kind: 'redirect', to: `${elsewhere}/elsewhere`, on: 'resolve' },
			{ kind: 'other-range', by: 1 },
		];
		return {
			on: 'file',
			...chance.pick(kinds),
			path: this.path,
			times: chance.pick([1, 1, 2, 5]),
			after: chance.below(6),
		};
	}
}

async function hang(): Promise<never> {
	await new Promise((resolve) => setTimeout(resolve, HANGS_MS));
	throw new Error(`hangs; online: ${navigator.onLine}`);
}

/** Reads a stream as a compiler does: what it has committed it does not read again. */
async function consume(transfer: Transfer, committed: { bytes: number[] }, chance: Chance) {
	const { source } = transfer;
	if (source.size) await source.read(0, Math.min(8, source.size));
	await source.release?.(committed.bytes.length);
	while (committed.bytes.length < source.size) {
		const begin = committed.bytes.length;
		const end = Math.min(source.size, begin + 1 + chance.below(5000));
		committed.bytes.push(...(await source.read(begin, end)));
		await source.release?.(end);
	}
}

async function run(sequence: Sequence): Promise<void> {
	const { chance, path, size, mode, seed } = sequence;
	const bytes = pseudoRandomBytes(seed, size);
	const { remote } = await hub.send({
		put: [{ repo: REPO, path, lfs: true, random: { seed, bytes: size } }],
		addFaults: sequence.faults,
		remote: [{ repo: REPO, path }],
	});
	const [file] = remote;
	const committed = { bytes: [] as number[] };
	const database = `faults-${attempt}-${seed}`;
	let kills = 0;
	let waits = 0;
	let logged = 0;
	let finished = false;
	for (let session = 0; !finished; session++) {
		expect(session, 'it ends').toBeLessThan(MOST_SESSIONS);
		const disk = new DiskStore(database);
		const complete = await completeParts(disk, file);
		const store = openPackStore(disk, {
			pieceBytes: sequence.pieceBytes,
			lanes: sequence.lanes,
			windowBytes: 2 * sequence.pieceBytes,
			stallMs: 400,
			attempts: 4,
			firstDelayMs: 2,
			mostDelayMs: 8,
			random: () => chance.next(),
			hubs,
		});
		const killer = new AbortController();
		const killAfter = chance.next() < 0.6 && kills < 5 ? chance.below(size * 1.2) : Infinity;
		let arrived = 0;
		const onBytes = (count: number) => {
			arrived += count;
			if (arrived >= killAfter) killer.abort();
		};
		const onWaiting = (waiting: object | null) => void (waits += waiting ? 1 : 0);
		let ended: unknown = null;
		let transfer: Transfer | null = null;
		try {
			transfer = await store.transfer(file, mode, { onBytes, onWaiting }, killer.signal);
			if (mode === 'stream') await consume(transfer, committed, chance);
			await transfer.finished;
			finished = true;
			if (mode === 'keep') {
				const kept = await (await store.open(file.sha256!))!.arrayBuffer();
				committed.bytes = [...new Uint8Array(kept)];
			}
			// Later sessions of an install find it finished.
			await (
				await store.transfer(file, mode, {}, killer.signal)
			).finished;
		} catch (error) {
			ended = error;
		}
		if (ended && ended !== killer.signal.reason) expect(ended).toBeInstanceOf(PackError);
		if (killer.signal.aborted) kills++;
		// What was made of wrong bytes is thrown away.
		if (ended instanceof PackError && ended.kind === 'corrupt') committed.bytes = [];
		killer.abort();
		await transfer?.finished.catch(() => {}); // its last write has come to rest
		disk.close();
		const { log } = await hub.send({ logOf: path });
		if (!finished && chance.next() < 0.2) {
			await hub.send({ put: [{ repo: REPO, path, random: { seed: seed + 1, bytes: 3000 } }] });
		}
		if (chance.next() < 0.2) await hub.send({ expire: true });
		const wrong = log.some(({ fault }) => fault === 'wrong-byte');
		if (!wrong) expectNoneAgain(log.slice(logged), complete);
		logged = log.length;
		if (finished && !wrong) expectLittleWaste(log, sequence, session, waits);
	}
	expect(committed.bytes.length).toBe(size);
	expect(new Uint8Array(committed.bytes)).toEqual(bytes);
	indexedDB.deleteDatabase(database);
}

/** Ranges of the file that a session found on disk, or that had passed. */
async function completeParts(disk: DiskStore, file: RemoteFile): Promise<[number, number][]> {
	const download = await disk.get('downloads', file.sha256!);
	if (!download) return []; // what a lane still wrote after the file was wiped is garbage
	const parts = await disk.values('parts');
	return parts.map(({ index, size }) => {
		const begin = index * download.partBytes;
		return [begin, begin + size];
	});
}

/** No request asked for a byte of a part that was complete before. */
function expectNoneAgain(log: readonly LoggedRequest[], complete: [number, number][]): void {
	for (const { range, status, fault } of log) {
		if (!range || status !== 206 || fault === 'other-range') continue;
		const again = complete.find(([begin, end]) => range[0] < end && range[1] > begin);
		expect(again, `range ${range} was complete`).toBeUndefined();
	}
}

/** An interrupted session costs a piece at most, and trouble that a session survives a part. */
function expectLittleWaste(
	log: readonly LoggedRequest[],
	{ size, pieceBytes, partBytes }: Sequence,
	interrupted: number,
	survived: number,
): void {
	const ranged = log.filter(({ status }) => status === 206);
	const served = ranged.reduce((sum, { served }) => sum + served, 0);
	expect(served).toBeLessThanOrEqual(size + interrupted * pieceBytes + survived * partBytes);
}

test(
	`${SEQUENCES} sequences of faults and kills end with the same bytes, and fetch nothing complete twice`,
	// Timing decides which fault meets which part; a machine that stalls may exhaust the tries.
	{ timeout: PATIENCE_MS, retry: 1 },
	async () => {
		attempt++;
		const seeds = Array.from({ length: SEQUENCES }, (_, i) => i + 1);
		const work = async () => {
			for (let seed; (seed = seeds.shift());) {
				const sequence = new Sequence(seed);
				try {
					await Promise.race([run(sequence), hang()]);
				} catch (error) {
					throw new Error(sequence.name, { cause: error });
				}
			}
		};
		await Promise.all(Array.from({ length: BESIDE }, work));
	},
);
