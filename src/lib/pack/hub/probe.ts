import type { HubSpeed } from '$lib/domain/hubs';
import type { Catalogue } from '$lib/domain/pack-catalogue';
import type { HubClient } from '../contract';

/** What is fetched of each hub, at most. */
const PROBE_BYTES = 512 * 1024;
/** Less than this tells a latency, not a speed. */
const ENOUGH_BYTES = 32 * 1024;
/** Smaller files often come from another machine than the large ones that matter. */
const LARGE_FILE = 4e6;

export interface ProbeOptions {
	readonly fetch?: typeof fetch;
	/** Milliseconds for all of it. */
	readonly patience?: number;
}

/**
 * Asks each hub for the beginning of a file that the catalogue expects there, all at once, and measures.
 * Never fails: a hub that does not answer is not reachable. Hubs without any file of the catalogue are left out.
 */
export async function probeHubs(
	clients: readonly HubClient[],
	catalogue: Catalogue,
	options: ProbeOptions = {},
	signal?: AbortSignal,
): Promise<HubSpeed[]> {
	const measured = clients.map(async (client) => {
		const address = probeAddress(client, catalogue);
		return address ? [await probe(client.hub.id, address, options, signal)] : [];
	});
	const speeds = (await Promise.all(measured)).flat();
	signal?.throwIfAborted();
	return speeds.toSorted(compareSpeeds);
}

/** The faster first; what cannot be reached last. */
export function compareSpeeds(a: HubSpeed, b: HubSpeed): number {
	return (
		Number(b.reachable) - Number(a.reachable) ||
		(b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0) ||
		(a.milliseconds ?? Infinity) - (b.milliseconds ?? Infinity)
	);
}

function probeAddress({ hub, address }: HubClient, { components }: Catalogue): string | undefined {
	const [smallest] = components
		.filter(({ bytes }) => bytes >= LARGE_FILE)
		.toSorted((a, b) => a.bytes - b.bytes)
		.flatMap(({ origins, files }) =>
			origins
				.filter((origin) => origin.hub === hub.id)
				.map(({ repo, revision }) => address(repo, revision, files[0])),
		);
	return smallest;
}

async function probe(
	hub: string,
	address: string,
	{ fetch: ask = (...request) => fetch(...request), patience = 8000 }: ProbeOptions,
	signal?: AbortSignal,
): Promise<HubSpeed> {
	const stop = AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]);
	const begun = performance.now();
	let answered: number | null = null;
	let bytes = 0;
	let reachable = false;
	try {
		const response = await ask(address, {
			headers: { Range: `bytes=0-${PROBE_BYTES - 1}` }, // one plain range needs no preflight
			credentials: 'omit',
			referrerPolicy: 'no-referrer',
			cache: 'no-store',
			signal: stop,
		});
		answered = performance.now();
		reachable = response.status < 500 && response.status !== 429;
		const reader = response.body?.getReader();
		while (response.ok && reader && bytes < PROBE_BYTES) {
			const { done, value } = await reader.read();
			if (done) break;
			bytes += value.length;
		}
		void reader?.cancel().catch(() => undefined);
	} catch {
		// Not reachable, or slower than we wait: what came until now tells how slow.
	}
	const seconds = answered === null ? 0 : (performance.now() - answered) / 1000;
	return {
		hub,
		reachable,
		milliseconds: answered === null ? null : answered - begun,
		bytesPerSecond: bytes >= ENOUGH_BYTES && seconds > 0 ? bytes / seconds : null,
	};
}
