/** What the page and its service worker say to each other. */

/** How much of the app is on the device. */
export interface OfflineStatus {
	/** Files that this browser needs to work offline, and how many of them are stored. */
	readonly files: number;
	readonly storedFiles: number;
	/** Bytes of the same. */
	readonly bytes: number;
	readonly storedBytes: number;
}

/** Requests to one origin since the app was first opened here. */
export interface OriginTraffic {
	readonly origin: string;
	/** Requests that went out on the network, and the bytes that came back. */
	readonly network: number;
	readonly networkBytes: number;
	/** Requests answered on the device, without the network. */
	readonly local: number;
	/** Requests that the service worker refused, because no other origin is allowed. */
	readonly refused: number;
	/** Requests that could carry data away: every method but GET and HEAD. */
	readonly uploads: number;
}

/** From the page; each that has an answer carries a MessagePort for it. */
export type ToServiceWorker =
	| { readonly type: 'offline-status' } // answers: OfflineStatus
	| { readonly type: 'offline-prepare' } // fetches one file that is missing; answers: OfflineStatus
	| { readonly type: 'traffic' } // answers: what it counted
	// What a page fetched before a service worker served it; no answer.
	| { readonly type: 'direct'; readonly requests: readonly { url: string; bytes: number }[] }
	| { readonly type: 'activate' }; // take over now: the person asked for the new version

/** Answers on the MessagePort. */
export type FromServiceWorker =
	| { readonly type: 'offline'; readonly status: OfflineStatus }
	| { readonly type: 'traffic'; readonly since: number; readonly origins: readonly OriginTraffic[] }
	| { readonly type: 'failed'; readonly message: string };

/** Where the service worker leaves a shared photo for the page to find. */
export const SHARED_CACHE = 'likeness-shared';
export const SHARED_KEY = 'shared-photo';
/** Header of the stored response that holds the URI-encoded file name. */
export const SHARED_NAME_HEADER = 'x-file-name';
