import { createCheckpoint } from '$lib/domain/breathe';
import type { CpuPlane, Executor, Kernel, Plane } from './kernel';
import { assertRunnable } from './executor-checks';

/** Runs kernels as plain loops over typed arrays: the reference, and the path of devices without a GPU. */
export function createCpuExecutor(): Executor {
	return {
		kind: 'cpu',
		upload: (plane) => plane,
		run<P extends string>(
			kernel: Kernel<P>,
			inputs: readonly Plane[],
			params: Readonly<Record<P, number>>,
			size: { readonly width: number; readonly height: number } = inputs[0],
		): CpuPlane {
			assertRunnable(kernel, inputs, params, size);
			const data = new Float32Array(size.width * size.height * kernel.output);
			kernel.cpu(data, size, inputs as readonly CpuPlane[], params);
			return { width: size.width, height: size.height, channels: kernel.output, data };
		},
		download: async (plane) => plane as CpuPlane,
		release() {
			// Typed arrays belong to the garbage collector.
		},
		scope: (body) => body(),
		checkpoint: createCheckpoint(),
		dispose() {
			// Nothing is held.
		},
	};
}
