import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import type { BuildFolders } from '../deployment/folders.js';
import { hardenPage, headersFile } from './harden.ts';
import type { ContentPolicy } from './policy.ts';

const FALLBACK = '404.html';
/** SvelteKit's root component: its route announcer is hidden by an inline style. */
const ROOT = /\/generated\/root\.svelte$/;

/**
 * Applies the content security policy to what the build writes and to `vite preview`.
 * Comes before the PWA plugin, whose list of revisions must see the final pages, and in two steps,
 * because the adapter writes the fallback page last of all.
 */
export function contentSecurityPolicy(policy: ContentPolicy, folders: BuildFolders): Plugin[] {
	let config: ResolvedConfig;
	const output = (...names: string[]) => path.join(config.root, folders.kit, 'output', ...names);
	const site = (...names: string[]) => path.join(config.root, folders.site, ...names);
	const harden = (page: string, scriptFolders: readonly string[]) =>
		hardenFile(page, policy.meta, scriptFolders);
	return [
		{
			name: 'likeness:csp',
			enforce: 'pre',
			configResolved(resolved) {
				config = resolved;
			},
			// The policy refuses inline styles; the class of the same effect is in src/app.css.
			transform: {
				filter: { id: ROOT },
				handler: (code) => code.replace(/\sstyle="[^"]*"/g, ' class="visually-hidden"'),
			},
			closeBundle: {
				sequential: true,
				handler() {
					if (!isLastBuild(config)) return;
					const client = output('client');
					for (const page of htmlFiles(output('prerendered/pages'))) harden(page, [client]);
					writeFileSync(path.join(client, '_headers'), headersFile(policy.headers));
				},
			},
			configurePreviewServer(server) {
				server.middlewares.use((request, response, next) => {
					for (const [name, value] of Object.entries(policy.headers)) {
						response.setHeader(name, value);
					}
					// As a static host: SvelteKit's preview would render an unknown page anew, inline script and all.
					const isPage = request.headers.accept?.includes('text/html');
					if (!isPage || isBuilt(site(), request.url ?? '/')) return next();
					response.statusCode = 404;
					response.setHeader('Content-Type', 'text/html');
					response.end(readFileSync(site(FALLBACK)));
				});
			},
		},
		{
			name: 'likeness:csp-fallback',
			enforce: 'post',
			closeBundle: {
				sequential: true,
				order: 'post',
				handler() {
					const fallback = site(FALLBACK);
					if (isLastBuild(config) && existsSync(fallback)) {
						// `vite preview` serves the scripts of SvelteKit's output, a host those of the site.
						harden(fallback, [site(), output('client')]);
					}
				},
			},
		},
	];
}

/** SvelteKit builds the client inside the server build; pages exist when the server build closes. */
function isLastBuild(config: ResolvedConfig): boolean {
	return config.command === 'build' && Boolean(config.build.ssr);
}

function isBuilt(build: string, url: string): boolean {
	const { pathname } = new URL(url, 'http://localhost');
	const file = path.join(build, decodeURIComponent(pathname));
	return [file, `${file}.html`, `${file.replace(/\/$/, '')}.html`].some((name) => existsSync(name));
}

function htmlFiles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.html'))
		.map((name) => path.join(folder, name));
}

function hardenFile(page: string, policy: string, scriptFolders: readonly string[]): void {
	const { html, script } = hardenPage(readFileSync(page, 'utf8'), policy);
	writeFileSync(page, html);
	if (!script) return;
	for (const folder of scriptFolders) writeFileSync(path.join(folder, script.name), script.code);
}
