import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './tools/csp/plugin.ts';
import { PARAGLIDE } from './tools/paraglide/options.ts';
import { pwaOptions } from './tools/pwa/options.ts';

export default defineConfig({
	plugins: [
		paraglideVitePlugin(PARAGLIDE),
		sveltekit(),
		contentSecurityPolicy(), // before the PWA plugin, which lists the finished pages
		SvelteKitPWA(pwaOptions()),
	],
	worker: { format: 'es' },
	build: { target: 'es2022' },
});
