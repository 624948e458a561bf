/** Golden cases in a browser, on wasm or WebGPU. */
import * as ort from 'onnxruntime-web/jspi';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { GraphBuilder } from '../../src/lib/compiler/graph/builder';
import { encodeModel } from '../../src/lib/onnx/encode';
import type { ReadFixture } from './case';
import { goldenContext, opened, type GoldenSessions } from './context';

ort.env.wasm.wasmPaths = { wasm };
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export type Provider =
	| { readonly name: 'wasm' }
	/** All sessions of a page on one device: onnxruntime's own, or this one. */
	| { readonly name: 'webgpu'; readonly device?: GPUDevice };

const readFixture: ReadFixture = async (file) => {
	const response = await fetch(`/tests/fixtures/golden/${file}`);
	if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
};

/** When its last WebGPU session closes, onnxruntime destroys the device: one that does nothing stays open. */
let anchor: Promise<unknown> | undefined;

export async function browserContext(
	attention: 'fused' | 'sliced',
	provider: Provider,
): Promise<GoldenSessions> {
	const create = (model: Uint8Array<ArrayBuffer>) =>
		ort.InferenceSession.create(model, {
			executionProviders: [provider],
			// Strict: a node that would run on the CPU beside WebGPU fails the session.
			extra: { session: { disable_cpu_ep_fallback: provider.name === 'webgpu' ? '1' : '0' } },
		});
	await (anchor ??= create(idle()));
	// As packs are compiled: fused attention comes with operators of WebGPU.
	const groupNorm = attention === 'fused' && provider.name === 'webgpu' ? 'operator' : 'decomposed';
	return goldenContext({ attention, groupNorm }, readFixture, async (model) =>
		opened({
			tensor: ({ data, dims }) => new ort.Tensor(data, dims),
			session: await create(model),
		}),
	);
}

function idle(): Uint8Array<ArrayBuffer> {
	const graph = new GraphBuilder();
	graph.output(graph.node('Relu', [graph.input('x', 'float32', [1])]), 'y', [1]);
	return encodeModel(graph.build('idle'));
}

/**
 * A device with everything but subgroups, with which onnxruntime's fused attention computes wrong numbers on
 * software adapters.
 */
export async function deviceWithoutSubgroups(): Promise<GPUDevice> {
	const adapter = await navigator.gpu.requestAdapter();
	if (!adapter) throw new Error('no WebGPU adapter');
	const limits = [
		'maxBufferSize',
		'maxStorageBufferBindingSize',
		'maxStorageBuffersPerShaderStage',
		'maxComputeInvocationsPerWorkgroup',
		'maxComputeWorkgroupSizeX',
		'maxComputeWorkgroupStorageSize',
	] as const;
	return adapter.requestDevice({
		requiredLimits: Object.fromEntries(limits.map((name) => [name, adapter.limits[name]])),
	});
}
