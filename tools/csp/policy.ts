/**
 * What the page may do, said once: the CSP of the built HTML, the headers of static hosts and of
 * `vite preview`, and the origins that the service worker lets through all read it here.
 * No Node imports: the service worker is built from this file too.
 */

/** Origins besides our own that may be asked for model packs, by GET only. None in this edition. */
export const MODEL_ORIGINS: readonly string[] = [];

const DIRECTIVES: Readonly<Record<string, readonly string[]>> = {
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
	'connect-src': ["'self'", 'blob:', ...MODEL_ORIGINS],
	'manifest-src': ["'self'"],
};

/** Directives that browsers ignore in a meta element; they travel in the header alone. */
const HEADER_ONLY: typeof DIRECTIVES = {
	'frame-ancestors': ["'none'"],
};

function serialise(directives: typeof DIRECTIVES): string {
	return Object.entries(directives)
		.map(([name, sources]) => [name, ...sources].join(' '))
		.join('; ');
}

/** The policy for `<meta http-equiv="Content-Security-Policy">`: holds on any static host. */
export const META_POLICY = serialise(DIRECTIVES);

/** Headers for hosts that let us set them. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
	'Content-Security-Policy': serialise({ ...DIRECTIVES, ...HEADER_ONLY }),
	'Permissions-Policy':
		'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'Cross-Origin-Opener-Policy': 'same-origin',
};
