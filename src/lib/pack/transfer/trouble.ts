import { PackError, type PackProblem } from '$lib/domain/pack';

/** Something that may pass: the same request is worth another try. */
export class Trouble extends Error {
	override readonly name = 'Trouble';

	constructor(
		readonly because: PackProblem,
		message: string,
		/** What the server asks us to wait, in milliseconds. */
		readonly retryAfterMs: number | null = null,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** Statuses that pass with time: RFC 9110 (408, 500-504), RFC 6585 (429), RFC 8470 (425). */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504, 520, 522, 524]);
/** Nobody who asks for longer is waited for; the next try tells. */
const MOST_RETRY_AFTER = 15 * 60_000;

/** What a status that is neither 200 nor 206 means. */
export function statusError(response: Response, name: string): PackError | Trouble {
	const { status } = response;
	const text = `${name}: status ${status}`;
	if (PASSING.has(status)) return new Trouble('hub-busy', text, retryAfter(response));
	if (status === 401 || status === 403 || status === 451) return new PackError('refused', text);
	if (status === 404 || status === 410) return new PackError('not-found', text);
	// The file is shorter than what was pinned.
	if (status === 416) return new PackError('changed', `${text}, the file is shorter than listed`);
	return new PackError('hub-unreachable', text);
}

/** Seconds or a date (RFC 9110, 10.2.3), where the host lets us read it. */
function retryAfter(response: Response): number | null {
	const value = response.headers.get('retry-after');
	if (!value) return null;
	const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
	return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), MOST_RETRY_AFTER);
}
