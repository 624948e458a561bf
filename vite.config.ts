import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vite';
import { editionHubs } from './src/lib/domain/hubs';
import { contentSecurityPolicy } from './tools/csp/plugin.ts';
import { contentPolicy } from './tools/csp/policy.ts';
import { readDeployment } from './tools/deployment/config.ts';
import { buildFolders } from './tools/deployment/folders.js';
import { PARAGLIDE } from './tools/paraglide/options.ts';
import { pwaOptions } from './tools/pwa/options.ts';

const { hubs, withoutHubs, catalogue } = readDeployment();
const folders = buildFolders();

export default defineConfig({
	// Read where the names are declared: src/lib/domain/hubs.ts, src/lib/pack/catalogue/deployed.ts.
	define: {
		__LIKENESS_HUBS__: JSON.stringify({ hubs, withoutHubs }),
		__LIKENESS_CATALOGUE__: JSON.stringify(catalogue),
	},
	plugins: [
		paraglideVitePlugin(PARAGLIDE),
		sveltekit(),
		// before the PWA plugin, which lists the finished pages
		contentSecurityPolicy(contentPolicy(editionHubs({ hubs, withoutHubs })), folders),
		SvelteKitPWA(pwaOptions(folders.kit)),
	],
	worker: { format: 'es' },
	build: { target: 'es2022' },
});
