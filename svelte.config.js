import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { buildFolders } from './tools/deployment/folders.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const folders = buildFolders();

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		outDir: folders.kit,
		adapter: adapter({ fallback: '404.html', pages: folders.site, assets: folders.site }),
		// Not the time of the build: the same sources give the same files, and no update for nothing.
		version: { name: version },
		serviceWorker: { register: false },
	},
};
