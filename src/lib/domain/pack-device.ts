/** Whether a device can run a pack, from what the browser tells. The interface asks and puts it into words. */
import type { PackEntry } from './pack-catalogue';

/** What the browser tells; sizes in bytes. */
export interface DeviceFacts {
	/** Null without WebGPU or without an adapter. */
	readonly adapter: {
		/** Drawn by the processor (SwiftShader, WARP, llvmpipe). */
		readonly software: boolean;
		/** Feature shader-f16. */
		readonly f16: boolean;
		/** maxStorageBufferBindingSize */
		readonly bindingBytes: number;
	} | null;
	/** Null where the browser does not tell, or says no more than that there is plenty. */
	readonly memoryBytes: number | null;
	/** What this origin may keep, and keeps; null where the browser does not tell. */
	readonly storage: { readonly quota: number; readonly usage: number } | null;
}

/** 'stops': it cannot work here. 'slows': it may work, slowly or not every time. */
export type Severity = 'stops' | 'slows';

export type Obstacle = { readonly severity: Severity } & (
	| { readonly kind: 'no-webgpu' | 'software' | 'f16' }
	/** Bytes. */
	| {
			readonly kind: 'binding' | 'memory' | 'space';
			readonly needed: number;
			readonly have: number;
	  }
);

/**
 * Everything that speaks against a pack on this device, what stops it first.
 * @param peakBytes most bytes that the install needs beside what is stored now; 0 leaves storage out
 */
export function findObstacles(
	{ f16, bindingBytes, memoryBytes }: PackEntry['needs'],
	{ adapter, memoryBytes: memory, storage }: DeviceFacts,
	peakBytes = 0,
): readonly Obstacle[] {
	const found: Obstacle[] = [];
	// 1. Without a graphics processor the same graphs run on the processor, at any precision.
	if (!adapter) found.push({ kind: 'no-webgpu', severity: 'slows' });
	else {
		if (adapter.software) found.push({ kind: 'software', severity: 'slows' });
		if (f16 && !adapter.f16) found.push({ kind: 'f16', severity: 'stops' });
		if (adapter.bindingBytes < bindingBytes) {
			const sizes = { needed: bindingBytes, have: adapter.bindingBytes };
			found.push({ kind: 'binding', severity: 'stops', ...sizes });
		}
	}
	// 2. Browsers round the memory down, and systems swap.
	if (memory !== null && memory < memoryBytes) {
		found.push({ kind: 'memory', severity: 'slows', needed: memoryBytes, have: memory });
	}
	// 3. A full disk stops the install; what is there is kept.
	const free = storage && Math.max(0, storage.quota - storage.usage);
	if (free !== null && free < peakBytes) {
		found.push({ kind: 'space', severity: 'stops', needed: peakBytes, have: free });
	}
	return found.toSorted((a, b) => Number(b.severity === 'stops') - Number(a.severity === 'stops'));
}
