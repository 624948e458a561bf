/**
 * Lets the messages in that wait for this thread, so that a cancel can arrive between two pieces of
 * synchronous work. Promises alone do not: they never leave the current task.
 */
export function breathe(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** A checkpoint that breathes at most every 50 ms, and throws the signal's reason when it has aborted. */
export function createCheckpoint(): (signal?: AbortSignal) => Promise<void> {
	let last = performance.now();
	return async (signal) => {
		signal?.throwIfAborted();
		if (performance.now() - last < 50) return;
		await breathe();
		last = performance.now();
		signal?.throwIfAborted();
	};
}
