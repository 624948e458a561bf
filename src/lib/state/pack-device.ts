import { isSoftwareAdapter } from '$lib/domain/gpu-adapter';
import type { DeviceFacts } from '$lib/domain/pack-device';
import { estimate } from '$lib/storage/open';

/** Chromium's rounded figure of the device's memory in GiB, this much at most (https://www.w3.org/TR/device-memory/). */
const LARGEST_DEVICE_MEMORY = 8;

/** What this browser tells of the device, for domain/pack-device.ts to judge. */
export async function deviceFacts(): Promise<DeviceFacts> {
	const [adapter, storage] = await Promise.all([findAdapter(), estimate()]);
	return { adapter, memoryBytes: memory(), storage };
}

async function findAdapter(): Promise<DeviceFacts['adapter']> {
	const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
	return adapter
		? {
				software: isSoftwareAdapter(adapter.info),
				f16: adapter.features.has('shader-f16'),
				bindingBytes: adapter.limits.maxStorageBufferBindingSize,
			}
		: null;
}

function memory(): number | null {
	const { deviceMemory } = navigator as { deviceMemory?: number };
	if (deviceMemory === undefined || deviceMemory >= LARGEST_DEVICE_MEMORY) return null;
	return deviceMemory * 2 ** 30;
}
