/**
 * What the page may do, said once: the CSP of the built HTML and the headers of static hosts and of
 * `vite preview`. The service worker lets exactly the same addresses through (isHubAddress in
 * src/lib/domain/hubs.ts).
 */
import { hubSources, type Hub } from '../../src/lib/domain/hubs';

type Directives = Readonly<Record<string, readonly string[]>>;

export interface ContentPolicy {
	/** Origins besides our own that may be asked for model packs, by GET only: the sources of all hubs. */
	readonly modelOrigins: readonly string[];
	/** For `<meta http-equiv="Content-Security-Policy">`: holds on any static host. */
	readonly meta: string;
	/** For hosts that let us set headers. */
	readonly headers: Readonly<Record<string, string>>;
}

/** Directives that browsers ignore in a meta element; they travel in the header alone. */
const HEADER_ONLY: Directives = {
	'frame-ancestors': ["'none'"],
};

/** @param hubs of this edition */
export function contentPolicy(hubs: readonly Hub[]): ContentPolicy {
	const modelOrigins = hubSources(hubs);
	const directives: Directives = {
		'default-src': ["'self'"],
		'base-uri': ["'none'"],
		'object-src': ["'none'"],
		'form-action': ["'none'"],
		// The runtime and the HEIC decoder are WebAssembly; no eval, no inline script.
		'script-src': ["'self'", "'wasm-unsafe-eval'"],
		'worker-src': ["'self'"],
		'style-src': ["'self'"],
		'img-src': ["'self'", 'blob:', 'data:'],
		'media-src': ["'self'", 'blob:'],
		'font-src': ["'self'"],
		'connect-src': ["'self'", 'blob:', ...modelOrigins],
		'manifest-src': ["'self'"],
	};
	return {
		modelOrigins,
		meta: serialise(directives),
		headers: {
			'Content-Security-Policy': serialise({ ...directives, ...HEADER_ONLY }),
			'Permissions-Policy':
				'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
			'Referrer-Policy': 'no-referrer',
			'X-Content-Type-Options': 'nosniff',
			'Cross-Origin-Opener-Policy': 'same-origin',
		},
	};
}

function serialise(directives: Directives): string {
	return Object.entries(directives)
		.map(([name, sources]) => [name, ...sources].join(' '))
		.join('; ');
}
