import { isSoftwareAdapter } from '$lib/domain/gpu-adapter';
import type { RuntimeReason } from '$lib/domain/runtime';
import { createCpuExecutor } from './cpu-executor';
import { gaussian } from './gaussian';
import { createGpuExecutor } from './gpu-executor';
import type { Executor, Plane } from './kernel';
import { DEFAULT_TOLERANCE, noisePlane } from './parity';

export interface ChosenExecutor {
	readonly executor: Executor;
	readonly reason: RuntimeReason;
}

/**
 * Chooses what draws: a real GPU that computes right numbers, else the CPU.
 * @param prefer 'gpu' takes a software adapter too, but none that computes wrong numbers
 */
export async function chooseExecutor({
	prefer = 'auto',
}: { readonly prefer?: 'auto' | 'gpu' | 'cpu' } = {}): Promise<ChosenExecutor> {
	const cpu = (reason: RuntimeReason) => ({ executor: createCpuExecutor(), reason });
	if (prefer === 'cpu') return cpu('chosen');
	const adapter = await requestAdapter();
	if (!adapter) return cpu('no-webgpu');
	if (prefer === 'auto' && isSoftwareAdapter(adapter.info)) return cpu('software-adapter');
	const device = await requestDevice(adapter);
	if (!device) return cpu('no-webgpu');
	const executor = createGpuExecutor(device);
	if (await computesRight(executor)) {
		return { executor, reason: prefer === 'gpu' ? 'chosen' : 'webgpu-ok' };
	}
	executor.dispose();
	return cpu('self-test-failed');
}

/** Whether the executor blurs a small colour picture as the CPU does. */
export async function computesRight(executor: Executor): Promise<boolean> {
	const blur = async (on: Executor) => {
		const source: Plane = on.upload(noisePlane(37, 21, 3, 1));
		const blurred = gaussian(on, source, 1.7);
		const { data } = await on.download(blurred);
		on.release(source, blurred);
		return data;
	};
	try {
		const [actual, expected] = [await blur(executor), await blur(createCpuExecutor())];
		return actual.every((value, i) => Math.abs(value - expected[i]) <= DEFAULT_TOLERANCE);
	} catch {
		return false; // A GPU that cannot do this is none that we can use, whatever it says.
	}
}

async function requestAdapter(): Promise<GPUAdapter | null> {
	try {
		return (await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
	} catch {
		return null; // Some browsers have the interface and throw where the GPU is blocked.
	}
}

/** Kernels may read up to as many planes as the adapter has bindings; the default is eight. */
async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice | null> {
	const { maxStorageBuffersPerShaderStage } = adapter.limits;
	try {
		return await adapter.requestDevice({ requiredLimits: { maxStorageBuffersPerShaderStage } });
	} catch {
		return null;
	}
}
