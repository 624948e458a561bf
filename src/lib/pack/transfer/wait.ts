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

/** Where nobody can tell, as in Node, never. */
export function isOffline(): boolean {
	return typeof navigator !== 'undefined' && navigator.onLine === false;
}

/** Waits; coming online ends it early. @throws signal.reason */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	// Node has no such event.
	const target = 'addEventListener' in globalThis ? globalThis : undefined;
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer);
			target?.removeEventListener('online', end);
			signal.removeEventListener('abort', end);
			if (signal.aborted) reject(signal.reason);
			else resolve();
		};
		const timer = setTimeout(end, milliseconds);
		target?.addEventListener('online', end);
		signal.addEventListener('abort', end);
		if (signal.aborted) end();
	});
}
