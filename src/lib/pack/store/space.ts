import { PackError } from '$lib/domain/pack';
import { StorageError } from '$lib/storage/error';
import { estimate } from '$lib/storage/open';

/**
 * Refuses early what cannot fit; browsers that keep their quota secret are believed until they run full.
 * @throws PackError 'disk-full', with the bytes that are needed and free
 */
export async function requireSpace(bytes: number): Promise<void> {
	const room = await estimate();
	if (room && room.quota - room.usage < bytes) throw full(bytes, room, undefined);
}

/** What storing threw, in the words of packs; anything else comes back as it is. */
export async function asPackError(error: unknown, bytes: number): Promise<unknown> {
	// Private windows of Safari refuse Blobs.
	if (error instanceof DOMException && error.name === 'DataCloneError') {
		return new PackError('no-storage', 'this window keeps no files', { cause: error });
	}
	if (!(error instanceof StorageError)) return error;
	const options = { cause: error };
	switch (error.kind) {
		case 'full':
			return full(bytes, await estimate().catch(() => null), error);
		case 'blocked':
			return new PackError('busy', 'another tab holds an older version open', options);
		case 'corrupt':
		case 'unavailable':
			return new PackError('no-storage', `the browser keeps nothing: ${error.message}`, options);
	}
}

/** Runs something that stores `bytes`. @throws PackError */
export async function storing<T>(bytes: number, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw await asPackError(error, bytes);
	}
}

function full(
	bytes: number,
	room: { usage: number; quota: number } | null,
	cause: unknown,
): PackError {
	const free = room ? Math.max(0, room.quota - room.usage) : 'unknown';
	return new PackError('disk-full', `needs ${bytes} bytes, free: ${free}`, { cause });
}
