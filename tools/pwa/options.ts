import path from 'node:path';
import type { SvelteKitPWAOptions } from '@vite-pwa/sveltekit';
import type { BuiltFile } from '../../src/service-worker/files';

/** The largest file that works offline is the runtime's wasm. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** Files with their hash in the name need no revision. */
const IMMUTABLE = /(^|\/)_app\/immutable\//;

/**
 * Options of the PWA plugin. The service worker is our own (src/service-worker); the plugin hands
 * it the list of every built file with its revision and size, and the worker decides what is the
 * shell and what follows in the background. The web manifest is a plain file in static/.
 * @param kitFolder where SvelteKit writes
 */
export function pwaOptions(kitFolder: string): Partial<SvelteKitPWAOptions> {
	return {
		kit: { outDir: path.resolve(kitFolder) },
		outDir: path.resolve(kitFolder, 'output'),
		strategies: 'injectManifest',
		srcDir: 'src',
		filename: 'service-worker.js',
		manifest: false,
		injectRegister: false,
		injectManifest: {
			globPatterns: ['client/**/*', 'prerendered/pages/**/*.html'],
			globIgnores: [
				'server/**',
				'client/service-worker.js',
				'client/_headers',
				'client/packs/**', // prebuilt packs: gigabytes, installed when the person asks for one
				'client/robots.txt',
				'client/_app/version.json',
				'client/.vite/**',
			],
			maximumFileSizeToCacheInBytes: LARGEST_FILE,
			dontCacheBustURLsMatching: IMMUTABLE,
			manifestTransforms: [
				async (entries) => ({
					manifest: entries.map(({ url, revision, size }): BuiltFile & { size: number } => ({
						url: publicUrl(url),
						revision,
						bytes: size,
						size,
					})),
				}),
			],
		},
	};
}

/** Path in SvelteKit's output folder to the address on the site, relative to its root. */
function publicUrl(file: string): string {
	const page = /^prerendered\/pages\/(?<name>.*)\.html$/.exec(file)?.groups?.name;
	if (page === undefined) return file.replace(/^client\//, '');
	return page === 'index' ? './' : page;
}
