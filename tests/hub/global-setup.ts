import type { TestProject } from 'vitest/node';
import { startHub } from './server';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Origin of a fake hub; a test file forks its own from it (client.ts). */
		hubOrigin: string;
	}
}

/** One fake hub in Node for all tests that run in a browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const hub = await startHub();
	project.provide('hubOrigin', hub.origin);
	return () => hub.close();
}
