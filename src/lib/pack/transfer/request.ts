import { PackError, type RemoteFile } from '$lib/domain/pack';
import { nameOf } from '../store/ledger';
import { requireAllowed } from './hosts';
import type { TransferOptions } from './options';
import { statusError, Trouble } from './trouble';

/** The answer to a request for a file: where its body begins, and the body. */
export interface Answer {
	/** Of the first byte in the file; 0 where the server has ignored the range. */
	readonly begin: number;
	/** Whether the server gave the range that was asked for. */
	readonly ranged: boolean;
	readonly etag: string | null;
	/** Ends early or throws Trouble when the connection does. Leaving the loop gives the connection up. */
	readonly chunks: AsyncIterable<Uint8Array>;
}

/** Asks for the bytes of one file; remembers where redirects have led, until that address is refused. */
export class FileRequests {
	#direct: string | null = null;

	constructor(
		readonly file: RemoteFile,
		readonly options: TransferOptions,
	) {
		requireAllowed(file.url, file, options.hubs);
	}

	/**
	 * Asks for [begin, end); null for the whole file without a range.
	 * @throws Trouble when another try may help, PackError when not, signal.reason
	 */
	async open(range: readonly [number, number] | null, signal: AbortSignal): Promise<Answer> {
		const direct = this.#direct;
		try {
			return await this.#open(direct ?? this.file.url, range, signal);
		} catch (error) {
			if (!(error instanceof PackError) || error.kind === 'unsafe') throw error;
			// A signed address has expired, or answers for another time: ask again where it came from.
			this.#direct = null;
			if (direct || error.kind === 'refused') return this.#open(this.file.url, range, signal);
			throw error;
		}
	}

	async #open(
		url: string,
		range: readonly [number, number] | null,
		outer: AbortSignal,
	): Promise<Answer> {
		const stall = new Stall(this.options.stallMs, outer);
		try {
			const response = await this.#fetch(url, range, stall);
			requireAllowed(response.url, this.file, this.options.hubs);
			if (response.status !== 200 && response.status !== 206) {
				throw statusError(response, nameOf(this.file));
			}
			const begin = this.#check(response, range);
			if (response.redirected) this.#direct = response.url;
			return {
				begin,
				ranged: response.status === 206,
				etag: response.headers.get('etag'),
				chunks: this.#chunks(response, stall),
			};
		} catch (error) {
			stall.end();
			throw error;
		}
	}

	async #fetch(
		url: string,
		range: readonly [number, number] | null,
		stall: Stall,
	): Promise<Response> {
		try {
			return await fetch(url, {
				// One range of this form needs no preflight (fetch.spec.whatwg.org, CORS-safelisted).
				headers: range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {},
				signal: stall.signal,
				credentials: 'omit',
				referrerPolicy: 'no-referrer',
				cache: 'no-store',
			});
		} catch (error) {
			throw this.#networkTrouble(error, stall);
		}
	}

	/** Where the body begins. Hosts need not let us read Content-Range; then the length has to do. */
	#check(response: Response, range: readonly [number, number] | null): number {
		const { file } = this;
		if (response.headers.get('content-type')?.startsWith('text/html')) {
			throw new Trouble('hub-unreachable', `${nameOf(file)}: a page came instead`);
		}
		if (response.status === 200 || !range) return 0;
		const given = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
		if (given && given[2] !== '*' && Number(given[2]) !== file.bytes) {
			throw new PackError('changed', `${nameOf(file)}: ${given[2]} bytes, not ${file.bytes}`);
		}
		if (given && Number(given[1]) !== range[0]) {
			throw new Trouble('hub-unreachable', `${nameOf(file)}: another range, ${given[0]}`);
		}
		return range[0];
	}

	async *#chunks(response: Response, stall: Stall): AsyncGenerator<Uint8Array> {
		const reader = response.body?.getReader();
		try {
			while (reader) {
				stall.start();
				const { done, value } = await reader.read();
				stall.pause();
				if (done) break;
				yield value;
			}
		} catch (error) {
			throw this.#networkTrouble(error, stall);
		} finally {
			stall.end();
		}
	}

	#networkTrouble(error: unknown, stall: Stall): unknown {
		if (stall.outer.aborted) return stall.outer.reason;
		const what = stall.signal.aborted ? 'no bytes came any more' : String(error);
		return new Trouble('hub-unreachable', `${nameOf(this.file)}: ${what}`, null, {
			cause: error,
		});
	}
}

/** Aborts a request that brings nothing for a while, or when the outer signal does. */
class Stall {
	readonly #controller = new AbortController();
	readonly #forward = () => this.#controller.abort(this.outer.reason);
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly milliseconds: number,
		readonly outer: AbortSignal,
	) {
		outer.throwIfAborted();
		outer.addEventListener('abort', this.#forward);
		this.start();
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	start(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#controller.abort(), this.milliseconds);
	}

	/** While we are not asking for bytes. */
	pause(): void {
		clearTimeout(this.#timer);
	}

	/** Gives the connection up, if it is still there. */
	end(): void {
		this.pause();
		this.outer.removeEventListener('abort', this.#forward);
		this.#controller.abort();
	}
}
