/** What a request is about: a listing, a resolve URL, or the bytes behind a signed URL. */
export type RequestKind = 'api' | 'resolve' | 'file';

export type FaultKind =
	/** The connection is cut after `at` bytes of the body. */
	| { readonly kind: 'cut'; readonly at: number }
	/** Nothing comes after `at` bytes of the body, and the connection stays open. */
	| { readonly kind: 'stall'; readonly at: number }
	/** The byte at `at` of the file is wrong. */
	| { readonly kind: 'wrong-byte'; readonly at: number }
	/** The body ends properly after `at` bytes, and its headers say so. */
	| { readonly kind: 'truncate'; readonly at: number }
	/** No body to speak of; Retry-After in seconds. */
	| { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
	/** Range is ignored: 200 and the whole file. */
	| { readonly kind: 'no-ranges' }
	/** A page instead of the file, as a hotel's network gives. */
	| { readonly kind: 'page' }
	/** Bytes per second. */
	| { readonly kind: 'slow'; readonly rate: number }
	/** The signed URL has expired: 403. */
	| { readonly kind: 'expired' }
	/** Redirected somewhere else. */
	| { readonly kind: 'redirect'; readonly to: string }
	/** 206 with other bytes than were asked for, `by` further on, and a Content-Range that says so. */
	| { readonly kind: 'other-range'; readonly by: number };

/** A fault and when it strikes. Without conditions it strikes every request. */
export type Fault = FaultKind & {
	/** Only this kind of request; faults of bodies strike only requests that have one. */
	readonly on?: RequestKind;
	/** Only paths that contain this. */
	readonly path?: string;
	/** How often; Infinity unless said (null in JSON). */
	readonly times?: number | null;
	/** After how many requests that it could have struck. */
	readonly after?: number;
};

/** Faults in the order in which they were added; a request meets the first that strikes. */
export class Faults {
	#faults: { fault: Fault; left: number; skip: number }[] = [];

	set(faults: readonly Fault[]): void {
		this.#faults = [];
		this.add(...faults);
	}

	add(...faults: readonly Fault[]): void {
		for (const fault of faults) {
			this.#faults.push({ fault, left: fault.times ?? Infinity, skip: fault.after ?? 0 });
		}
	}

	/** The fault of this request, which is then used up by one. */
	take(on: RequestKind, path: string): FaultKind | null {
		for (const entry of this.#faults) {
			const { fault } = entry;
			if (fault.on ? fault.on !== on : on === 'api' && fault.kind !== 'status') continue;
			if (fault.kind === 'expired' && on !== 'file') continue;
			if ((fault.path && !path.includes(fault.path)) || entry.left <= 0) continue;
			if (entry.skip-- > 0) continue;
			entry.left--;
			return fault;
		}
		return null;
	}
}
