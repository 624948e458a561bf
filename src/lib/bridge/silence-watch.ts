import { RuntimeError } from '$lib/domain/runtime';

/**
 * How long opening networks may tell nothing. A browser that loses a read would leave the engine waiting for ever
 * (runtime/shard.ts is such a case); the largest network takes a slow device less than this.
 */
export const OPENING_SILENCE_MS = 150_000;

/**
 * Waits for work that tells how far it is, and gives it up when nothing was heard of it for too long.
 * @param onProgress hears all that the work tells
 * @throws RuntimeError 'worker-crashed': only a fresh worker helps; or what the work throws
 */
export async function whileHeard<T, Progress>(
	silenceMs: number,
	onProgress: (progress: Progress) => void,
	work: (report: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
	const silence = Promise.withResolvers<never>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const heard = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			const seconds = Math.round(silenceMs / 1000);
			silence.reject(
				new RuntimeError('worker-crashed', `nothing was heard of it for ${seconds} s`),
			);
		}, silenceMs);
	};
	heard();
	try {
		const report = (progress: Progress) => {
			heard();
			onProgress(progress);
		};
		return await Promise.race([work(report), silence.promise]);
	} finally {
		clearTimeout(timer);
	}
}
