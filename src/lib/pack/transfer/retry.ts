import type { TransferEvents } from '../contract';
import type { TransferOptions } from './options';
import { PackError } from '$lib/domain/pack';
import { Trouble } from './trouble';
import { backOff, isOffline, pause } from './wait';

/** While the device is offline, how often we look whether it still is: not every browser tells. */
const OFFLINE_LOOK_MS = 30_000;

/** Tries again what may pass. Shared by the lanes of a file: a server that asks us to wait asks all of them. */
export class Retries {
	#notBefore = 0;
	#waiting = false;

	constructor(
		readonly options: TransferOptions,
		readonly events: TransferEvents,
	) {}

	/**
	 * @param work is told to call `progress` when something came: from then on its tries count anew
	 * @throws PackError when tries are used up, what else `work` throws, signal.reason
	 */
	async run<T>(work: (progress: () => void) => Promise<T>, signal: AbortSignal): Promise<T> {
		let attempt = 0;
		const progress = () => {
			attempt = 0;
			this.#going();
		};
		for (;;) {
			try {
				await this.#untilAllowed(signal);
				return await work(progress);
			} catch (error) {
				signal.throwIfAborted();
				if (!(error instanceof Trouble)) throw error;
				if (isOffline()) {
					await this.#wait('offline', OFFLINE_LOOK_MS, signal);
					continue;
				}
				const { attempts, firstDelayMs, mostDelayMs, random } = this.options;
				if (++attempt >= attempts) {
					throw new PackError(error.because, error.message, { cause: error });
				}
				const delay = backOff(attempt, firstDelayMs, mostDelayMs, random);
				if (error.retryAfterMs !== null) this.#notBefore = Date.now() + error.retryAfterMs;
				await this.#wait(error.because, Math.max(delay, error.retryAfterMs ?? 0), signal);
			}
		}
	}

	async #untilAllowed(signal: AbortSignal): Promise<void> {
		for (let left; (left = this.#notBefore - Date.now()) > 0;) await pause(left, signal);
	}

	async #wait(because: Trouble['because'], milliseconds: number, signal: AbortSignal) {
		this.#waiting = true;
		this.events.onWaiting?.({ because, retryAt: Date.now() + milliseconds });
		await pause(milliseconds, signal);
	}

	#going(): void {
		if (!this.#waiting) return;
		this.#waiting = false;
		this.events.onWaiting?.(null);
	}
}
