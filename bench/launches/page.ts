/** In the Chromium of count.ts: runs a graph on WebGPU and counts what the device is told to do. */
import * as ort from 'onnxruntime-web/jspi';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';

/** An input: random numbers of a shape, or these integers. */
export interface Feed {
	readonly dims: readonly number[];
	readonly integers?: readonly number[];
}

export interface Launches {
	readonly launches: number;
	/** Of activations that kernels read and write: of what their bindings cover, weights left out. */
	readonly bytes: number;
	/** Launches by kernel. */
	readonly kernels: Readonly<Record<string, number>>;
}

/** Buffers that exist before the first run hold weights. */
const weights = new WeakSet<GPUBuffer>();
/** Storage bindings of a group: buffer and bytes. */
const bindings = new WeakMap<GPUBindGroup, readonly (readonly [GPUBuffer, number])[]>();
const pipelines = new WeakMap<GPUComputePipeline, string>();
let running = false;
let launches = 0;
let bytes = 0;
let kernels: Record<string, number> = {};

observe();
ort.env.wasm.wasmPaths = { wasm };
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
Object.assign(window, { countLaunches });

/** Of one run, after another one that warms up. Strict: a node on the CPU fails. */
async function countLaunches(
	url: string,
	feeds: Readonly<Record<string, Feed>>,
): Promise<Launches> {
	const model = new Uint8Array(await (await fetch(url)).arrayBuffer());
	running = false;
	const session = await ort.InferenceSession.create(model, {
		// Buffers as large as what they hold, so that bindings tell the bytes.
		executionProviders: [{ name: 'webgpu', storageBufferCacheMode: 'simple' }],
		extra: { session: { disable_cpu_ep_fallback: '1' } },
	});
	running = true;
	const inputs = Object.fromEntries(
		Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)]),
	);
	await session.run(inputs);
	[launches, bytes, kernels] = [0, 0, {}];
	await session.run(inputs);
	const counted = { launches, bytes, kernels };
	await session.release();
	return counted;
}

function tensor({ dims, integers }: Feed): ort.Tensor {
	if (integers) return new ort.Tensor('int64', BigInt64Array.from(integers, BigInt), dims);
	const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
	return new ort.Tensor(
		'float32',
		values.map(() => Math.random() - 0.5),
		dims,
	);
}

/** Listens to the calls that make buffers, bind them and launch kernels. */
function observe(): void {
	const device = GPUDevice.prototype;
	const pass = GPUComputePassEncoder.prototype;
	const { createBuffer, createBindGroup, createComputePipeline, createComputePipelineAsync } =
		device;
	const { setPipeline, setBindGroup, dispatchWorkgroups, dispatchWorkgroupsIndirect } = pass;
	const bound = new WeakMap<GPUComputePassEncoder, { kernel: string; bytes: number }>();
	const state = (encoder: GPUComputePassEncoder) => {
		const known = bound.get(encoder) ?? { kernel: '', bytes: 0 };
		bound.set(encoder, known);
		return known;
	};
	device.createBuffer = function (descriptor) {
		const buffer = createBuffer.call(this, descriptor);
		if (!running) weights.add(buffer);
		return buffer;
	};
	device.createBindGroup = function (descriptor) {
		const group = createBindGroup.call(this, descriptor);
		const storage = [...descriptor.entries].flatMap(({ resource }) => {
			if (!('buffer' in resource)) return [];
			const { buffer, size, offset = 0 } = resource;
			if (!(buffer.usage & GPUBufferUsage.STORAGE)) return [];
			return [[buffer, size ?? buffer.size - offset] as const];
		});
		bindings.set(group, storage);
		return group;
	};
	const labelOf = ({ label, compute }: GPUComputePipelineDescriptor) =>
		label || compute.module.label || '?';
	const named = (pipeline: GPUComputePipeline, label = '') => {
		pipelines.set(pipeline, label);
		return pipeline;
	};
	device.createComputePipeline = function (descriptor) {
		return named(createComputePipeline.call(this, descriptor), labelOf(descriptor));
	};
	device.createComputePipelineAsync = async function (descriptor) {
		return named(await createComputePipelineAsync.call(this, descriptor), labelOf(descriptor));
	};
	pass.setPipeline = function (pipeline) {
		state(this).kernel = pipelines.get(pipeline) ?? '';
		return setPipeline.call(this, pipeline);
	};
	const setGroup = function (
		this: GPUComputePassEncoder,
		...args: Parameters<typeof setBindGroup>
	): undefined {
		const [, group] = args;
		const activations = (group ? (bindings.get(group) ?? []) : []).filter(
			([buffer]) => !weights.has(buffer),
		);
		state(this).bytes = activations.reduce((sum, [, size]) => sum + size, 0);
		return setBindGroup.apply(this, args) as undefined;
	};
	pass.setBindGroup = setGroup as typeof setBindGroup;
	const launch = (encoder: GPUComputePassEncoder) => {
		const { kernel, bytes: moved } = state(encoder);
		launches++;
		bytes += moved;
		kernels[kernel] = (kernels[kernel] ?? 0) + 1;
	};
	pass.dispatchWorkgroups = function (...args) {
		launch(this);
		return dispatchWorkgroups.apply(this, args);
	};
	pass.dispatchWorkgroupsIndirect = function (...args) {
		launch(this);
		return dispatchWorkgroupsIndirect.apply(this, args);
	};
}
