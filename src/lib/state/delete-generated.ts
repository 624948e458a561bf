import { GENERATE_CHANNEL, type GenerateMessage } from '$lib/domain/generation-job';
import type { Store } from '$lib/storage/store';

const STORES = [
	'generateJobs',
	'generateSources',
	'persons',
	'ownStyles',
	'generateChoices',
	'generatePaces',
] as const;

/** Stops every job in whichever tab, and deletes jobs, persons and own styles for good. Throws StorageError. */
export async function deleteGenerated(store: Store): Promise<void> {
	const channel = new BroadcastChannel(GENERATE_CHANNEL);
	const jobs = await store.keys('generateJobs');
	for (const name of STORES) {
		const keys = await store.keys(name);
		if (keys.length > 0) await store.write(keys.map((key) => ({ store: name, key })));
	}
	const messages: GenerateMessage[] = [
		...jobs.map((job) => ({ type: 'stop', job }) as const),
		{ type: 'jobs' },
		{ type: 'persons' },
	];
	for (const message of messages) channel.postMessage(message);
	channel.close();
}
