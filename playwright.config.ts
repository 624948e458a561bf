import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './tools/find-chromium';

const PORT = 4180;
/** A second edition, as a deployer would build it: it asks the fake hub of the tests instead of the public ones. */
export const PACKS_PORT = 4181;
const PACKS_EDITION = {
	LIKENESS_CONFIG: 'tests/fixtures/packs/likeness.config.json',
	LIKENESS_BUILD: 'out/packs-edition',
};

/** End-to-end tests run against the built app, as a visitor gets it. */
export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	workers: 1,
	timeout: 180_000,
	expect: { timeout: 30_000 },
	forbidOnly: !!process.env.CI,
	// Shared machines stall; a test that fails twice has a reason.
	retries: 1,
	reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
	use: {
		baseURL: `http://localhost:${PORT}`,
		locale: 'en-GB',
		launchOptions: { executablePath: findChromium(), args: CHROMIUM_FLAGS },
	},
	webServer: [
		{
			command: `npx vite preview --port ${PORT} --strictPort`,
			port: PORT,
			reuseExistingServer: !process.env.CI,
		},
		{
			command: `npx vite build && npx vite preview --port ${PACKS_PORT} --strictPort`,
			env: PACKS_EDITION,
			port: PACKS_PORT,
			timeout: 300_000,
			reuseExistingServer: !process.env.CI,
		},
	],
});
