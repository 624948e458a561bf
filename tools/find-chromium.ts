import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/opt/google/chrome/chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chrome or Chromium: CHROME_PATH, Playwright's own, or one in the usual places.
 * Undefined when there is none.
 */
export function findChromium(): string | undefined {
	const candidates = [process.env.CHROME_PATH, chromium.executablePath(), ...USUAL_PLACES];
	return candidates.find((path) => path && existsSync(path));
}

/** Headless flags: a software WebGPU adapter where there is no GPU, and no background traffic. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
