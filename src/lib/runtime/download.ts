import { RuntimeError } from '$lib/domain/runtime';

/**
 * Fetches a file of the app.
 * @param onBytes called with the bytes so far
 * @throws RuntimeError 'load-failed' for a failed or short answer; signal.reason when aborted
 */
export async function download(
	url: string,
	onBytes?: (bytes: number) => void,
	signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
	try {
		const response = await fetch(url, { signal });
		if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
		const parts: Uint8Array<ArrayBuffer>[] = [];
		let bytes = 0;
		const reader = response.body.getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			parts.push(next.value);
			bytes += next.value.byteLength;
			onBytes?.(bytes);
		}
		const whole = new Uint8Array(bytes);
		let at = 0;
		for (const part of parts) {
			whole.set(part, at);
			at += part.byteLength;
		}
		return whole;
	} catch (cause) {
		signal?.throwIfAborted();
		throw new RuntimeError('load-failed', url, { cause });
	}
}
