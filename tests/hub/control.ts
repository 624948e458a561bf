import type { Hub } from '../../src/lib/domain/hubs';
import type { RemoteFile } from '../../src/lib/domain/pack';
import type { Fault, Faults } from './fault';
import type { LoggedRequest } from './log';
import { pseudoRandomBytes } from './random';
import type { HubOptions } from './options';
import type { Repository } from './repository';

/** What a page can ask of the hub, by `POST /__control`; done in the order of these fields. */
export interface Control {
	/** Starts another hub, and does the rest there. */
	readonly fork?: HubOptions;
	/** Forgets repositories, faults and the log. */
	readonly reset?: boolean;
	readonly clearLog?: boolean;
	/** Files to add: pseudo-random bytes that the page can make too (random.ts), or base64. */
	readonly put?: readonly {
		readonly repo: string;
		readonly path: string;
		readonly lfs?: boolean;
		readonly base64?: string;
		readonly random?: { readonly seed: number; readonly bytes: number };
	}[];
	readonly expire?: boolean;
	readonly addFaults?: readonly Fault[];
	/** Replaces all faults. */
	readonly faults?: readonly Fault[];
	/** Of the log only what is about paths that contain this. */
	readonly logOf?: string;
	/** Files to describe, at their newest commit. */
	readonly remote?: readonly { readonly repo: string; readonly path: string }[];
}

export interface Controlled {
	readonly origin: string;
	readonly hubs: readonly Hub[];
	readonly remote: readonly RemoteFile[];
	readonly log: readonly LoggedRequest[];
}

/** What is ordered about. */
interface ControlledHub {
	readonly origin: string;
	readonly hubs: readonly Hub[];
	readonly faults: Faults;
	readonly log: LoggedRequest[];
	fork(options: HubOptions): Promise<ControlledHub>;
	reset(): void;
	expireSignedUrls(): void;
	repository(name: string): Repository;
	remote(repo: string, path: string): RemoteFile;
}

export async function control(asked: ControlledHub, command: Control): Promise<Controlled> {
	const hub = command.fork ? await asked.fork(command.fork) : asked;
	if (command.reset) hub.reset();
	if (command.clearLog) hub.log.length = 0;
	for (const { repo, path, lfs, base64, random } of command.put ?? []) {
		const bytes = random
			? pseudoRandomBytes(random.seed, random.bytes)
			: Buffer.from(base64 ?? '', 'base64');
		hub.repository(repo).put(path, bytes, lfs);
	}
	if (command.expire) hub.expireSignedUrls();
	if (command.addFaults) hub.faults.add(...command.addFaults);
	if (command.faults) hub.faults.set(command.faults);
	return {
		origin: hub.origin,
		hubs: hub.hubs,
		remote: (command.remote ?? []).map(({ repo, path }) => hub.remote(repo, path)),
		log: hub.log.filter(({ path }) => path.includes(command.logOf ?? '')),
	};
}
