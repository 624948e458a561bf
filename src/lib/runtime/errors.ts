import { RuntimeError, type RuntimeProblem } from '$lib/domain/runtime';

/** Messages of onnxruntime, Dawn, wgpu, WebKit and emscripten, most telling first. */
const SIGNS: readonly (readonly [RegExp, RuntimeProblem])[] = [
	[
		/device (is |was )?(lost|destroyed)|devicelost|lost device|external instance reference/i,
		'device-lost',
	],
	[
		/out of memory|bad_alloc|allocation failed|failed to allocate|array buffer allocation|could not allocate|\boom\b/i,
		'out-of-memory',
	],
	// A WebAssembly trap: the memory of the runtime is in no known state.
	[
		/\bunreachable\b|aborted\(|memory access|table index|null function or function signature/i,
		'worker-crashed',
	],
	[/shader|wgsl|compute pipeline|validation error|bindgroup|bind group/i, 'shader-failed'],
];

/**
 * Gives a failure of the library beneath its kind, by its message; those messages are all it tells.
 * @param otherwise the kind when the message says nothing
 */
export function toRuntimeError(
	cause: unknown,
	otherwise: RuntimeProblem,
	what: string,
): RuntimeError {
	if (cause instanceof RuntimeError) return cause;
	// emscripten throws plain numbers (pointers to C++ exceptions) when it runs out of memory.
	const message = cause instanceof Error ? cause.message : String(cause);
	const kind = SIGNS.find(([sign]) => sign.test(message))?.[1] ?? otherwise;
	return new RuntimeError(kind, `${what}: ${message}`, { cause });
}
