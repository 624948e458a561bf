import { PackError } from '$lib/domain/pack';
import { RuntimeError } from '$lib/domain/runtime';
import { checkMattingNetwork } from '$lib/matting/check';
import type { CheckNetwork } from '$lib/pack/install';
import { createRuntime } from '$lib/runtime/create-runtime';

/** Runs a network for cutting out once, on the processor: there every device computes the same. */
export const checkMatting: CheckNetwork = async (graph, path, signal) => {
	const runtime = await createRuntime({
		choice: 'wasm',
		models: (name) => {
			throw new Error(`a pack has no built-in model ${name}`);
		},
		signal,
	});
	try {
		await checkMattingNetwork(runtime, new Uint8Array(await graph.arrayBuffer()), signal);
	} catch (cause) {
		if (!(cause instanceof RuntimeError)) throw cause;
		// Opening or running a file that is no such network fails in either way.
		const ours = cause.kind === 'load-failed' || cause.kind === 'run-failed';
		throw new PackError(ours ? 'unsupported' : 'device', `${path}: ${cause.message}`, { cause });
	} finally {
		await runtime.dispose();
	}
};
