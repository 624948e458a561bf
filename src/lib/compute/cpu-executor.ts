import type { CpuPlane, Executor, Kernel, Plane } from './kernel';
import { assertRunnable } from './executor-checks';

/** Runs kernels as plain loops over typed arrays: the reference, and the path of devices without a GPU. */
export function createCpuExecutor(): Executor {
	let lastYield = performance.now();
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
		async checkpoint(signal) {
			signal?.throwIfAborted();
			if (performance.now() - lastYield < YIELD_EVERY_MS) return;
			await new Promise<void>((resolve) => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => {
					port1.close();
					resolve();
				};
				port2.postMessage(null);
			});
			lastYield = performance.now();
			signal?.throwIfAborted();
		},
		dispose() {
			// Nothing is held.
		},
	};
}

const YIELD_EVERY_MS = 50;
