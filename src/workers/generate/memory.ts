import type { PackManifest } from '$lib/domain/pack';
import type { RuntimeStatus } from '$lib/domain/runtime';

/** What the browser tells of the device; null where it does not. */
export interface DeviceMemory {
	/** Rounded down by browsers, and not more than 8 or 32 GB. */
	readonly gigabytes: number | null;
	/** maxBufferSize and maxStorageBufferBindingSize of the adapter. */
	readonly largestBuffer: number | null;
	readonly largestBinding: number | null;
}

/** Below these a device is a phone or an old laptop: networks are opened one after the other. */
const FEW_GIGABYTES = 4;
const SMALL_BUFFER = 512 * 2 ** 20;
const SMALL_BINDING = 256 * 2 ** 20;
/** The heap of wasm ends at 4 GB, holds weights once and activations, and never shrinks. */
const WASM_WEIGHTS = 1.5e9;
/** Longest side of pictures with little memory. */
export const SMALL_SIDE = 384;

/** Whether the networks of a pack should be opened one at a time on this device. */
export function shouldSaveMemory(
	{ gigabytes, largestBuffer, largestBinding }: DeviceMemory,
	backend: RuntimeStatus['backend'],
	{ files }: PackManifest,
): boolean {
	if (gigabytes !== null && gigabytes <= FEW_GIGABYTES) return true;
	if (backend === 'wasm') return files.reduce((sum, { bytes }) => sum + bytes, 0) > WASM_WEIGHTS;
	return (largestBuffer ?? Infinity) < SMALL_BUFFER || (largestBinding ?? Infinity) < SMALL_BINDING;
}

/** What this worker's browser tells. */
export async function deviceMemory(): Promise<DeviceMemory & { readonly f16: boolean }> {
	const { deviceMemory: gigabytes } = navigator as { readonly deviceMemory?: number };
	const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
	return {
		gigabytes: gigabytes ?? null,
		largestBuffer: adapter?.limits.maxBufferSize ?? null,
		largestBinding: adapter?.limits.maxStorageBufferBindingSize ?? null,
		f16: adapter?.features.has('shader-f16') ?? false,
	};
}
