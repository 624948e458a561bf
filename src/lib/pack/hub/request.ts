/** The one way in which hubs are asked: GET, bounded in time and size, only where the hub may answer from. */
import { isHubAddress, type Hub } from '$lib/domain/hubs';
import { PackError } from '$lib/domain/pack';

/** What the clients of all hubs need. */
export interface HubEnvironment {
	readonly fetch: typeof fetch;
	/** Address of the app, with a slash at its end: hubs of the kind 'same-origin' lie below it. */
	readonly base: string;
	/** Milliseconds that an answer may take. */
	readonly patience: number;
}

export interface HubRequest {
	readonly hub: Hub;
	readonly url: URL;
	/** For errors: what was looked for, such as "a/b at main". */
	readonly what: string;
	/** Of the answer; a larger one is refused. */
	readonly maxBytes: number;
}

/** The bytes and the headers of an answer with the status 200. @throws PackError; signal.reason */
export async function askHub(
	{ hub, url, what, maxBytes }: HubRequest,
	environment: HubEnvironment,
	signal?: AbortSignal,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; headers: Headers }> {
	checkAddress(hub, url, environment.base);
	const patience = AbortSignal.timeout(environment.patience);
	try {
		const response = await environment.fetch(url.href, {
			credentials: 'omit',
			referrerPolicy: 'no-referrer',
			cache: 'no-store',
			signal: signal ? AbortSignal.any([signal, patience]) : patience,
		});
		// The policy of the page stops other hosts too; in Node and in tests nothing else does.
		if (response.url) checkAddress(hub, new URL(response.url), environment.base);
		if (!response.ok) {
			void response.body?.cancel().catch(() => undefined);
			throw refusal(hub, response.status, what);
		}
		return { bytes: await readBounded(response, maxBytes, what), headers: response.headers };
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof PackError) throw error;
		throw unreachable(hub, what, patience.aborted ? 'no answer in time' : error);
	}
}

/** JSON that was answered, or said to be. @throws PackError */
export function parseJson(bytes: Uint8Array, what: string): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch (cause) {
		throw new PackError('hub-unreachable', `${what}: the answer is no JSON`, { cause });
	}
}

/** A path as it stands in an address. */
export function encodePath(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/');
}

function checkAddress(hub: Hub, url: URL, base: string): void {
	const allowed = hub.origin
		? isHubAddress(url, [hub])
		: url.origin === new URL(base).origin && url.pathname.startsWith(new URL(base).pathname);
	if (!allowed)
		throw new PackError('unsafe', `${hub.name} refers to ${url.origin}, which is no host of it`);
}

/** @throws PackError when there is more than `maxBytes` */
async function readBounded(
	response: Response,
	maxBytes: number,
	what: string,
): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = response.body?.getReader();
	for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
		length += read.value.length;
		if (length > maxBytes) {
			void reader?.cancel().catch(() => undefined);
			throw new PackError('unsafe', `${what}: an answer of more than ${maxBytes} bytes`);
		}
		chunks.push(read.value);
	}
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

function refusal(hub: Hub, status: number, what: string): PackError {
	const said = `${hub.name} answers ${status} for ${what}`;
	// Hugging Face says 401 of a repository that is not there, so that nobody learns which private ones are.
	if (status === 401 || status === 403) {
		return new PackError('refused', `${said}: it is private, asks for consent, or is not there`);
	}
	if (status === 404 || status === 410)
		return new PackError('not-found', `${said}: it is not there`);
	if (status === 429 || status >= 500) return new PackError('hub-busy', said);
	return new PackError('hub-unreachable', said);
}

function unreachable(hub: Hub, what: string, cause: unknown): PackError {
	const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new PackError(
		offline ? 'offline' : 'hub-unreachable',
		`${hub.name} was asked for ${what}: ${reason}`,
		{ cause },
	);
}
