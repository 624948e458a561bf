/** Networks of packs in Node, on the CPU of onnxruntime, in its wasm or on a GPU: what the app does in a browser. */
import * as native from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeHalves, encodeHalves } from '../../src/lib/onnx/half';
import type { DeviceTensor, HostTensor, NetworkRuntime } from '../../src/lib/runtime/runtime';

class NodeTensor implements DeviceTensor {
	readonly dims: readonly number[];
	tensor: Tensor | undefined;

	constructor(
		tensor: Tensor,
		readonly alive: Set<DeviceTensor>,
	) {
		this.tensor = tensor;
		this.dims = tensor.dims;
		alive.add(this);
	}

	async read(): Promise<Float32Array<ArrayBuffer>> {
		const data: unknown = await this.tensor!.getData();
		if (data instanceof Uint16Array) {
			return decodeHalves(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
		}
		return Float32Array.from(data as ArrayLike<number>);
	}

	dispose(): void {
		this.alive.delete(this);
		this.tensor = undefined;
	}
}

/** Counts what is alive and how long it runs. */
export interface NodeNetworks extends NetworkRuntime {
	/** Milliseconds of the runs of each network, by name. */
	readonly runs: ReadonlyMap<string, readonly number[]>;
}

/** The classes of onnxruntime-node or of onnxruntime-web. */
export type Ort = Pick<typeof native, 'InferenceSession' | 'Tensor'>;

/**
 * @param threads of the CPU
 * @param ort of onnxruntime-web for 'wasm'
 */
export function nodeNetworks(
	provider: 'cpu' | 'webgpu' | 'wasm' = 'cpu',
	threads = 1,
	ort: Ort = native,
): NodeNetworks {
	const alive = new Set<DeviceTensor>();
	const runs = new Map<string, number[]>();
	let milliseconds = 0;
	return {
		runs,
		status: {
			backend: provider === 'webgpu' ? 'webgpu' : 'wasm',
			reason: 'chosen',
			build: 'jspi',
			adapter: null,
			selfTest: [],
		},
		async openNetwork(name, { graph, shards }) {
			const externalData = await Promise.all(
				shards.map(async ({ path, data }) => ({
					path,
					data: new Uint8Array(await data.arrayBuffer()),
				})),
			);
			const session: InferenceSession = await ort.InferenceSession.create(graph, {
				externalData,
				executionProviders: [provider],
				logSeverityLevel: 3,
				...(provider === 'cpu' && { intraOpNumThreads: threads, interOpNumThreads: 1 }),
				// Threads that wait by spinning take the cores from each other.
				extra: { session: { intra_op: { allow_spinning: '0' } } },
			});
			const types = new Map(
				session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : '']),
			);
			return {
				inputs: session.inputNames,
				async run(feeds, signal) {
					signal?.throwIfAborted();
					const inputs = Object.fromEntries(
						Object.entries(feeds).map(([port, feed]) => [
							port,
							feed instanceof NodeTensor
								? feed.tensor!
								: hostTensor(ort, types.get(port), feed as HostTensor),
						]),
					);
					const started = performance.now();
					const outputs = await session.run(inputs);
					const took = performance.now() - started;
					milliseconds += took;
					runs.set(name, [...(runs.get(name) ?? []), took]);
					return Object.fromEntries(
						Object.entries(outputs).map(([port, output]) => [port, new NodeTensor(output, alive)]),
					);
				},
				close: () => session.release(),
			};
		},
		settle: async () => undefined,
		usage: () => ({ tensors: alive.size, milliseconds }),
	};
}

function hostTensor(ort: Ort, type: string | undefined, { dims, data }: HostTensor): Tensor {
	if (data instanceof Float32Array) {
		if (type !== 'float16') return new ort.Tensor('float32', data, dims);
		return new ort.Tensor('float16', new Uint16Array(encodeHalves(data).buffer), dims);
	}
	if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
	return new ort.Tensor('int64', data, dims);
}
