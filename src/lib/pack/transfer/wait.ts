/** Milliseconds before a try: exponential, and half of it by chance (AWS "Exponential Backoff And Jitter"). */
export function backOff(
	attempt: number,
	firstMs: number,
	mostMs: number,
	random: () => number,
): number {
	const full = Math.min(mostMs, firstMs * 2 ** (attempt - 1));
	return full / 2 + (full / 2) * random();
}

export function isOffline(): boolean {
	return navigator.onLine === false;
}

/** Waits; coming online ends it early. @throws signal.reason */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer);
			removeEventListener('online', end);
			signal.removeEventListener('abort', end);
			if (signal.aborted) reject(signal.reason);
			else resolve();
		};
		const timer = setTimeout(end, milliseconds);
		addEventListener('online', end);
		signal.addEventListener('abort', end);
		if (signal.aborted) end();
	});
}
