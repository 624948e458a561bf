import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { decodeHalves, encodeHalves } from '$lib/onnx/half';
import type { Ort } from './ort';
import type { DeviceTensor, HostTensor, OpenNetwork } from './runtime';

/** What is alive on the device, and how long it worked. */
export class DeviceUsage {
	readonly alive = new Set<Tensor>();
	milliseconds = 0;

	/** Times what is done inside the runtime. */
	async timed<T>(work: () => Promise<T>): Promise<T> {
		const started = performance.now();
		try {
			return await work();
		} finally {
			this.milliseconds += performance.now() - started;
		}
	}
}

/** Queues work, and gives its failures a kind: see Sessions. */
export type Enqueue = <T>(what: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

interface Device {
	readonly ort: Ort;
	readonly usage: DeviceUsage;
	readonly enqueue: Enqueue;
	/** Rejects a promise when the device is lost. */
	readonly orLost: <T>(promise: Promise<T>) => Promise<T>;
}

/** A tensor of the runtime's, with one owner. */
class OrtDeviceTensor implements DeviceTensor {
	readonly dims: readonly number[];
	readonly #device: Device;
	/** Undefined once it is disposed. */
	#tensor: Tensor | undefined;

	constructor(device: Device, tensor: Tensor) {
		this.dims = tensor.dims;
		this.#device = device;
		this.#tensor = tensor;
		device.usage.alive.add(tensor);
	}

	get tensor(): Tensor {
		if (!this.#tensor) throw new Error('the tensor was disposed');
		return this.#tensor;
	}

	read(): Promise<Float32Array<ArrayBuffer>> {
		const { enqueue, orLost, usage } = this.#device;
		return enqueue('read', () =>
			usage.timed(async () => toFloats(await orLost(this.tensor.getData()))),
		);
	}

	dispose(): void {
		if (!this.#tensor) return;
		this.#device.usage.alive.delete(this.#tensor);
		this.#tensor.dispose();
		this.#tensor = undefined;
	}
}

/** A session whose outputs stay on the device. */
export function openNetwork(name: string, session: InferenceSession, device: Device): OpenNetwork {
	const { ort, usage, enqueue, orLost } = device;
	const types = new Map(
		session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : '']),
	);
	return {
		inputs: [...session.inputNames],
		run: (feeds, signal) =>
			enqueue(
				`run ${name}`,
				async () => {
					const inputs = Object.fromEntries(
						Object.entries(feeds).map(([port, feed]) => [
							port,
							feed instanceof OrtDeviceTensor
								? feed.tensor
								: hostTensor(ort, types.get(port), feed as HostTensor),
						]),
					);
					const outputs = await usage.timed(() => orLost(session.run(inputs)));
					const tensors = Object.entries(outputs).map(
						([port, output]) => [port, new OrtDeviceTensor(device, output)] as const,
					);
					if (signal?.aborted) for (const [, tensor] of tensors) tensor.dispose();
					signal?.throwIfAborted();
					return Object.fromEntries(tensors);
				},
				signal,
			),
		close: () => enqueue(`close ${name}`, () => session.release()),
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

/** Halves come as bits or, in newer browsers, as numbers. */
function toFloats(values: Tensor.DataType): Float32Array<ArrayBuffer> {
	// A copy: what wasm gives may lie in its heap.
	if (values instanceof Float32Array) return Float32Array.from(values);
	if (values instanceof Uint16Array) {
		return decodeHalves(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
	}
	return Float32Array.from(values as ArrayLike<number>);
}
