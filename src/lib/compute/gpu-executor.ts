import { createCheckpoint } from '$lib/domain/breathe';
import { RuntimeError } from '$lib/domain/runtime';
import { BufferPool } from './buffer-pool';
import { assertRunnable } from './executor-checks';
import type { CpuPlane, Executor, Kernel, Plane } from './kernel';
import { PlaneScopes } from './plane-scopes';
import { packUniforms, shaderOf, uniformBytes, WORKGROUP_SIDE } from './wgsl';

/** A GPU executor tells how much memory its planes take, used or kept for reuse. */
export interface GpuExecutor extends Executor {
	readonly bytes: number;
}

interface Compiled {
	readonly wgsl: string;
	readonly layout: GPUBindGroupLayout;
	readonly pipeline: GPUComputePipeline;
	/** One for all runs: writes and passes keep their order in the queue. */
	readonly uniforms: GPUBuffer;
}

const FREE_LIMIT = 96 * 2 ** 20;
/** Passes that may wait in the queue before a checkpoint waits for them: keeps aborts and progress honest. */
const PASSES_AHEAD = 32;

/**
 * Runs kernels as WebGPU compute passes, one submit each, so that none holds the device for long.
 * What the device refuses is known only later: it makes the next run, checkpoint or download throw a
 * RuntimeError ('shader-failed' with the kernel's name, 'out-of-memory' or 'device-lost').
 * @param device belongs to the executor from now on; dispose() destroys it
 */
export function createGpuExecutor(device: GPUDevice): GpuExecutor {
	const compiled = new Map<string, Compiled>();
	const buffers = new Map<Plane, GPUBuffer>();
	const scopes = new PlaneScopes();
	const checks = new Set<Promise<void>>();
	const pool = new BufferPool(device, FREE_LIMIT, ({ message }) =>
		fail(new RuntimeError('out-of-memory', message)),
	);
	const breathe = createCheckpoint();
	let failure: RuntimeError | undefined;
	let passes = 0;

	const { promise: failed, reject: tellFailed } = Promise.withResolvers<never>();
	failed.catch(() => {
		// Told to whoever asks next.
	});
	function fail(error: RuntimeError) {
		failure ??= error;
		tellFailed(failure);
	}
	void device.lost.then(({ reason, message }) =>
		fail(new RuntimeError('device-lost', message || reason)),
	);
	device.addEventListener('uncapturederror', ({ error }) => {
		const kind = error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'shader-failed';
		fail(new RuntimeError(kind, error.message));
	});

	function assertWorking() {
		if (failure) throw failure;
	}

	function compile(kernel: Kernel): Compiled {
		const known = compiled.get(kernel.name);
		if (known && known.wgsl !== kernel.wgsl) {
			throw new TypeError(`${kernel.name}: two kernels have this name`);
		}
		if (known) return known;
		const label = kernel.name;
		device.pushErrorScope('validation');
		const module = device.createShaderModule({ label, code: shaderOf(kernel) });
		// Not layout 'auto', which leaves out inputs that the kernel declares but does not read.
		const layout = device.createBindGroupLayout({
			label,
			entries: ['uniform', 'storage', ...kernel.inputs.map(() => 'read-only-storage')].map(
				(type, binding) => ({
					binding,
					visibility: GPUShaderStage.COMPUTE,
					buffer: { type: type as GPUBufferBindingType },
				}),
			),
		});
		const pipeline = device.createComputePipeline({
			label,
			layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
			compute: { module },
		});
		check(label, device.popErrorScope());
		const uniforms = device.createBuffer({
			label,
			size: uniformBytes(kernel),
			usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
		});
		const result = { wgsl: kernel.wgsl, layout, pipeline, uniforms };
		compiled.set(kernel.name, result);
		return result;
	}

	/** Remembers what an error scope found, under the kernel's name. */
	function check(kernel: string, scope: Promise<GPUError | null>) {
		const done = scope
			.then((error) => {
				if (error) fail(new RuntimeError('shader-failed', `${kernel}: ${error.message}`));
			})
			.catch(() => {
				// The device is lost, which `failed` tells.
			})
			.finally(() => checks.delete(done));
		checks.add(done);
	}

	function bufferOf(plane: Plane, user: string): GPUBuffer {
		const buffer = buffers.get(plane);
		if (!buffer) throw new TypeError(`${user}: the plane was released, or is not of this executor`);
		return buffer;
	}

	function make({ width, height, channels }: Plane): Plane {
		const plane = { width, height, channels };
		buffers.set(plane, pool.take(width * height * channels * Float32Array.BYTES_PER_ELEMENT));
		scopes.made(plane);
		return plane;
	}

	function release(...planes: readonly Plane[]) {
		for (const plane of planes) {
			const buffer = buffers.get(plane);
			if (!buffer) continue;
			buffers.delete(plane);
			scopes.released(plane);
			pool.give(buffer);
		}
	}

	async function settle() {
		passes = 0;
		await Promise.race([device.queue.onSubmittedWorkDone(), failed]);
		await Promise.race([Promise.all(checks), failed]);
		assertWorking();
	}

	return {
		kind: 'gpu',
		get bytes() {
			return pool.bytes;
		},
		upload(source) {
			assertWorking();
			const { width, height, channels, data } = source;
			if (data.length !== width * height * channels) {
				throw new RangeError(
					`upload: ${width}x${height}x${channels} is not ${data.length} numbers`,
				);
			}
			const plane = make(source);
			device.queue.writeBuffer(bufferOf(plane, 'upload'), 0, data as Float32Array<ArrayBuffer>);
			return plane;
		},
		run<P extends string>(
			kernel: Kernel<P>,
			inputs: readonly Plane[],
			params: Readonly<Record<P, number>>,
			size: { readonly width: number; readonly height: number } = inputs[0],
		): Plane {
			assertWorking();
			assertRunnable(kernel, inputs, params, size);
			const sources = inputs.map((plane) => bufferOf(plane, kernel.name));
			const { layout, pipeline, uniforms } = compile(kernel);
			const { width, height } = size;
			const target = make({ width, height, channels: kernel.output });
			device.queue.writeBuffer(uniforms, 0, packUniforms(kernel, inputs, params, size));
			device.pushErrorScope('validation');
			const bindings = device.createBindGroup({
				label: kernel.name,
				layout,
				entries: [uniforms, bufferOf(target, kernel.name), ...sources].map((buffer, binding) => ({
					binding,
					resource: { buffer },
				})),
			});
			const commands = device.createCommandEncoder({ label: kernel.name });
			const pass = commands.beginComputePass({ label: kernel.name });
			pass.setPipeline(pipeline);
			pass.setBindGroup(0, bindings);
			pass.dispatchWorkgroups(
				Math.ceil(width / WORKGROUP_SIDE),
				Math.ceil(height / WORKGROUP_SIDE),
			);
			pass.end();
			device.queue.submit([commands.finish()]);
			check(kernel.name, device.popErrorScope());
			passes++;
			return target;
		},
		async download(plane): Promise<CpuPlane> {
			assertWorking();
			const source = bufferOf(plane, 'download');
			const { width, height, channels } = plane;
			const size = width * height * channels * Float32Array.BYTES_PER_ELEMENT;
			const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
			const staging = device.createBuffer({ label: 'download', size, usage });
			try {
				const commands = device.createCommandEncoder({ label: 'download' });
				commands.copyBufferToBuffer(source, 0, staging, 0, size);
				device.queue.submit([commands.finish()]);
				await settle();
				await Promise.race([staging.mapAsync(GPUMapMode.READ), failed]);
				const data = new Float32Array(staging.getMappedRange().slice(0));
				return { width, height, channels, data };
			} finally {
				staging.destroy();
			}
		},
		release,
		scope: (body) => scopes.run(body, (planes) => release(...planes)),
		async checkpoint(signal) {
			assertWorking();
			if (passes >= PASSES_AHEAD) await settle();
			await breathe(signal);
			assertWorking();
		},
		dispose() {
			buffers.clear();
			device.destroy();
		},
	};
}
