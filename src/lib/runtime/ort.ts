/**
 * The only import of onnxruntime-web. The JSPI build where the browser has JSPI (it is smaller and
 * streams weights), else the asyncify build; only the chosen one is fetched, when it is first needed.
 */
import type * as OrtModule from 'onnxruntime-web';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { RuntimeError, type RuntimeStatus } from '$lib/domain/runtime';
import { download } from './download';

export type Ort = typeof OrtModule;
export type RuntimeBuild = RuntimeStatus['build'];

/** `bytes` is near enough for a progress bar: the real length is unknown when the answer is compressed. */
const builds: Record<RuntimeBuild, { load: () => Promise<Ort>; wasm: string; bytes: number }> = {
	jspi: { load: () => import('onnxruntime-web/jspi'), wasm: jspiWasm, bytes: 16.8e6 },
	asyncify: { load: () => import('onnxruntime-web/webgpu'), wasm: asyncifyWasm, bytes: 26.9e6 },
};

export function suitableBuild(): RuntimeBuild {
	return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}

/**
 * Fetches the module and its wasm, which starts with the first session. The number of wasm threads is
 * onnxruntime's default: one, unless the page is cross-origin isolated.
 *
 * The wasm is downloaded here and not by onnxruntime: for the progress, and because a failed download
 * of its own spoils onnxruntime for good.
 * @param onFraction 0..1
 * @throws RuntimeError 'load-failed'; signal.reason when aborted
 */
export async function loadOrt(
	build: RuntimeBuild,
	onFraction?: (fraction: number) => void,
	signal?: AbortSignal,
): Promise<Ort> {
	const { load, wasm, bytes } = builds[build];
	const module = load().catch((cause: unknown) => {
		throw new RuntimeError('load-failed', `the ${build} runtime`, { cause });
	});
	const [ort, binary] = await Promise.all([
		module,
		download(wasm, (received) => onFraction?.(Math.min(1, received / bytes)), signal),
	]);
	ort.env.logLevel = 'error';
	ort.env.wasm.wasmBinary = binary.buffer;
	return ort;
}

/** Lets go of the wasm file once the first session has compiled it. */
export function forgetWasmFile(ort: Ort): void {
	ort.env.wasm.wasmBinary = undefined;
}
