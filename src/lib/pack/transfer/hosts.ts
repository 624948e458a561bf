import { isHubAddress, type Hub } from '$lib/domain/hubs';
import { PackError, type RemoteFile } from '$lib/domain/pack';

/**
 * Refuses an address that the file's hub does not serve from: the address of a manifest, or where a redirect
 * has led. The browser's policy refuses it too; this holds where there is none. @throws PackError 'unsafe'
 */
export function requireAllowed(address: string, file: RemoteFile, hubs: readonly Hub[]): void {
	const hub = hubs.find(({ id }) => id === file.hub);
	if (!hub) throw new PackError('unsafe', `${file.path}: this edition knows no hub ${file.hub}`);
	// Tools have no origin of their own.
	const page = typeof location === 'undefined' ? undefined : location;
	const url = new URL(address, page?.href);
	const own = hub.origin === '' && url.origin === page?.origin;
	if (!own && !isHubAddress(url, [hub])) {
		throw new PackError('unsafe', `${file.path}: ${url.origin} is no host of ${hub.name}`);
	}
}
