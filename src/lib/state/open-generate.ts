import { GenerateChannel, GenerateStore } from './generate-store';
import { openGallery } from './open-gallery';
import { PersonStore } from './person-store';

interface Opened {
	readonly jobs: GenerateStore;
	readonly persons: PersonStore;
	readonly channel: GenerateChannel;
}

let opened: Promise<Opened> | null = null;

/** What is stored of jobs and persons, opened when first needed. A failure is forgotten. Throws StorageError. */
export function openGenerate(): Promise<Opened> {
	opened ??= openGallery()
		.then(({ store }) => {
			const channel = new GenerateChannel();
			return {
				channel,
				jobs: new GenerateStore(store, channel),
				persons: new PersonStore(store, channel),
			};
		})
		.catch((error: unknown) => {
			opened = null;
			throw error;
		});
	return opened;
}
