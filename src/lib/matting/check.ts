import type { NetworkRuntime } from '$lib/runtime/runtime';
import { runMatting } from './cut-out';

/** Small, and no square: networks of a fixed size are of no use. */
const TRIAL = { width: 96, height: 64 } as const;

/**
 * Runs a file once to see whether it is a network that cuts people out.
 * @throws RuntimeError that says what it is not; signal.reason
 */
export async function checkMattingNetwork(
	runtime: NetworkRuntime,
	graph: Uint8Array,
	signal?: AbortSignal,
): Promise<void> {
	const network = await runtime.openNetwork('matting', { graph, shards: [] }, signal);
	try {
		const length = 3 * TRIAL.width * TRIAL.height;
		const values = Float32Array.from({ length }, (_, i) => Math.sin(i));
		await runMatting(network, values, TRIAL, signal);
	} finally {
		await network.close();
	}
}
