/**
 * The hubs of this edition. Their hosts are exactly what the content security policy lets the app ask
 * besides its own origin, so this file has no imports: build tools and the service worker read it too.
 */
export interface Hub {
	readonly id: string;
	/** How it lists and serves files. */
	readonly kind: 'huggingface' | 'modelscope' | 'same-origin';
	readonly name: string;
	/** '' for the app's own origin. */
	readonly origin: string;
	/** Where its files may be redirected to, as CSP sources; `https://*.example.org` covers subdomains. */
	readonly fileHosts: readonly string[];
}

export const HUBS: readonly Hub[] = [
	{
		id: 'huggingface',
		kind: 'huggingface',
		name: 'Hugging Face',
		origin: 'https://huggingface.co',
		fileHosts: ['https://*.huggingface.co', 'https://*.hf.co'],
	},
	{
		id: 'modelscope',
		kind: 'modelscope',
		name: 'ModelScope 魔搭',
		origin: 'https://www.modelscope.cn',
		fileHosts: ['https://*.modelscope.cn', 'https://*.aliyuncs.com'],
	},
	{ id: 'same-origin', kind: 'same-origin', name: 'Likeness', origin: '', fileHosts: [] },
];

/** CSP sources of all hubs. */
export function hubSources(hubs: readonly Hub[]): string[] {
	return hubs.flatMap(({ origin, fileHosts }) => (origin ? [origin, ...fileHosts] : []));
}
