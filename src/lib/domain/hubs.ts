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

/** What a deployer says of hubs at build time; see tools/deployment. */
export interface HubConfiguration {
	/** Added; one with the id of a built-in hub takes its place. */
	readonly hubs: readonly Hub[];
	/** Ids of built-in hubs that this edition shall not ask. */
	readonly withoutHubs: readonly string[];
}

/** How fast a hub answers here. */
export interface HubSpeed {
	/** Its id. */
	readonly hub: string;
	readonly reachable: boolean;
	/** Until it began to answer. */
	readonly milliseconds: number | null;
	/** Null where too little came to tell. */
	readonly bytesPerSecond: number | null;
}

/** Which origin of each component is used: of a hub by its id, where it has one, or of the fastest that has it. */
export type HubChoice = 'fastest' | (string & {});

/** Put here by the build (vite.config.ts); not there in tests and tools. */
declare const __LIKENESS_HUBS__: HubConfiguration | undefined;

export const BUILT_IN_HUBS: readonly Hub[] = [
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
		fileHosts: ['https://*.modelscope.cn'],
	},
	{ id: 'same-origin', kind: 'same-origin', name: 'Likeness', origin: '', fileHosts: [] },
];

export const HUBS: readonly Hub[] = editionHubs(
	typeof __LIKENESS_HUBS__ === 'undefined' ? { hubs: [], withoutHubs: [] } : __LIKENESS_HUBS__,
);

/** The hubs of an edition: the built-in ones as the deployer changed them. */
export function editionHubs({ hubs, withoutHubs }: HubConfiguration): Hub[] {
	const replaced = new Set([...withoutHubs, ...hubs.map(({ id }) => id)]);
	return [...BUILT_IN_HUBS.filter(({ id }) => !replaced.has(id)), ...hubs];
}

/** CSP sources of all hubs, each once. */
export function hubSources(hubs: readonly Hub[]): string[] {
	return [
		...new Set(hubs.flatMap(({ origin, fileHosts }) => (origin ? [origin, ...fileHosts] : []))),
	];
}

/** Whether the policy lets the app ask this address because of one of the hubs. */
export function isHubAddress(url: URL, hubs: readonly Hub[]): boolean {
	return hubSources(hubs).some((source) => covers(source, url));
}

/** As CSP matches a host source; a source without a port means the default one, as `URL.host` does. */
function covers(source: string, { protocol, host }: URL): boolean {
	const [scheme, pattern] = source.split('://');
	if (protocol !== `${scheme}:`) return false;
	return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
