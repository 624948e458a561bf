/** What GPUAdapterInfo tells, as far as browsers agree on it. */
export interface AdapterInfo {
	readonly vendor: string;
	readonly architecture: string;
	readonly device?: string;
	readonly description?: string;
	readonly isFallbackAdapter?: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render|software/i;

/** Whether a processor plays the GPU: some 100 times slower than wasm at neural networks. */
export function isSoftwareAdapter(info: AdapterInfo): boolean {
	if (info.isFallbackAdapter) return true;
	const { vendor, architecture, device, description } = info;
	return SOFTWARE.test([vendor, architecture, device, description].filter(Boolean).join(' '));
}

/** Vendor and architecture, for people and as a key: "apple metal-3". */
export function adapterLabel({ vendor, architecture, device }: AdapterInfo): string {
	return [vendor, architecture, device].filter(Boolean).join(' ') || 'unknown';
}
