import { playwright } from '@vitest/browser-playwright';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { manifestFromNode } from './tests/unit/compiler/node-command';
import { CHROMIUM_FLAGS, findChromium } from './tools/find-chromium';

/** name.test.ts runs in Node; name.browser.test.ts in a real Chromium. */
export default defineConfig({
	test: {
		projects: [
			{
				plugins: [sveltekit()],
				test: {
					name: 'node',
					environment: 'node',
					include: ['{src,tools,tests/unit,tests/golden}/**/*.test.ts'],
					exclude: ['**/*.browser.test.ts', 'node_modules'],
					testTimeout: 120_000,
				},
			},
			{
				plugins: [sveltekit()],
				worker: { format: 'es' },
				// Found in advance: a dependency that is found late reloads the page under a running test.
				optimizeDeps: {
					include: [
						'libheif-js/libheif-wasm/libheif.js',
						'client-zip',
						'idb-keyval',
						'hash-wasm',
						'@huggingface/hub',
						'comlink',
						'valibot',
						'fflate',
						'gifenc',
						'delaunator',
						'papaparse',
						'@cantoo/pdf-lib',
						'@huggingface/tokenizers',
						'onnxruntime-web/jspi',
						'onnxruntime-web/webgpu',
					],
				},
				server: { fs: { allow: ['.', '../shared'] } },
				test: {
					name: 'browser',
					globalSetup: ['tests/hub/global-setup.ts'],
					include: ['{src,tools,tests/unit,tests/golden}/**/*.browser.test.ts'],
					testTimeout: 180_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						commands: { manifestFromNode },
						provider: playwright({
							launchOptions: { executablePath: findChromium(), args: CHROMIUM_FLAGS },
						}),
						instances: [{ browser: 'chromium' }],
					},
				},
			},
		],
	},
});
