import { HUBS, type Hub } from '$lib/domain/hubs';

export interface TransferOptions {
	/** What a kill may cost: so many bytes at most are on their way and not yet written. */
	readonly pieceBytes: number;
	/** Connections to one file; each fetches its share of a piece. */
	readonly lanes: number;
	/** How far a stream is fetched ahead of its reader. */
	readonly windowBytes: number;
	/** A connection that brings nothing for so long is given up, in milliseconds. */
	readonly stallMs: number;
	/** Tries without a byte before it is an error; being offline does not count. */
	readonly attempts: number;
	/** Before the second try, in milliseconds; doubles with every further one. */
	readonly firstDelayMs: number;
	readonly mostDelayMs: number;
	/** Whose files may be fetched. */
	readonly hubs: readonly Hub[];
	/** [0, 1): spreads the retries of many people. */
	readonly random: () => number;
}

export const DEFAULT_TRANSFER: TransferOptions = {
	pieceBytes: 8 << 20,
	lanes: 4,
	windowBytes: 32 << 20,
	stallMs: 30_000,
	attempts: 8,
	firstDelayMs: 1000,
	mostDelayMs: 60_000,
	hubs: HUBS,
	random: Math.random,
};
