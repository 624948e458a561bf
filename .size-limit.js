/**
 * JavaScript before the first interaction: every script that the start page loads by itself.
 * What a worker or a later import() loads comes after the page is usable.
 */
import { readFileSync } from 'node:fs';

const page = readFileSync('build/index.html', 'utf8');
const addresses = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(
	([, address]) => address,
);
if (!addresses.some((address) => address.includes('/entry/start.'))) {
	throw new Error('build/index.html does not load the app: has SvelteKit changed its page?');
}

export default [
	{
		name: 'JavaScript before the first interaction',
		path: addresses.map((address) => `build/${address}`),
		brotli: true,
		limit: '120 kB',
	},
];
