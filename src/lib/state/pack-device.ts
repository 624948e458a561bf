import { isSoftwareAdapter } from '$lib/domain/gpu-adapter';
import type { PackEntry } from '$lib/domain/pack-catalogue';

/** Why this device cannot run a pack, or not well. Sizes in bytes. */
export type Obstacle =
	| { readonly kind: 'no-webgpu' | 'software' | 'f16' }
	| { readonly kind: 'binding' | 'memory'; readonly needed: number; readonly have: number };

/** Chromium's rounded figure of the device's memory in GiB, 8 at most (https://www.w3.org/TR/device-memory/). */
const LARGEST_DEVICE_MEMORY = 8;

/** Everything that speaks against running it here, as far as the browser tells. */
export async function obstaclesOf(needs: PackEntry['needs']): Promise<readonly Obstacle[]> {
	const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
	if (!adapter) return [{ kind: 'no-webgpu' }];
	const found: Obstacle[] = [];
	if (isSoftwareAdapter(adapter.info)) found.push({ kind: 'software' });
	if (needs.f16 && !adapter.features.has('shader-f16')) found.push({ kind: 'f16' });
	const have = adapter.limits.maxStorageBufferBindingSize;
	if (have < needs.bindingBytes) {
		found.push({ kind: 'binding', needed: needs.bindingBytes, have });
	}
	const memory = deviceMemory();
	if (memory !== null && memory < needs.memoryBytes) {
		found.push({ kind: 'memory', needed: needs.memoryBytes, have: memory });
	}
	return found;
}

/** Bytes; null where the browser does not tell, or says no more than that there is plenty. */
function deviceMemory(): number | null {
	const { deviceMemory } = navigator as { deviceMemory?: number };
	if (deviceMemory === undefined || deviceMemory >= LARGEST_DEVICE_MEMORY) return null;
	return deviceMemory * 2 ** 30;
}
