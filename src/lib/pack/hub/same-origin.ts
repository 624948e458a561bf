import type { Hub } from '$lib/domain/hubs';
import { PackError } from '$lib/domain/pack';
import { MANIFEST_FILE, PACKS_FOLDER } from '$lib/domain/pack-catalogue';
import type { HubClient } from '../contract';
import { MAX_MANIFEST_BYTES, parseManifest } from '../archive/manifest';
import { checkListing } from './listing';
import { askHub, encodePath, type HubEnvironment } from './request';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Prebuilt packs beside the app. A repository is a pack's id; its revision is the sha256 of its pack.json,
 * or any other word where it shall not be pinned.
 */
export function sameOrigin(hub: Hub, environment: HubEnvironment): HubClient {
	const address = (repo: string, _revision: string, path: string) =>
		`${new URL(PACKS_FOLDER, environment.base).href}/${encodePath(repo)}/${encodePath(path)}`;
	return {
		hub,
		address,
		async list(repo, revision, signal) {
			const what = `${PACKS_FOLDER}/${repo}/${MANIFEST_FILE}`;
			const request = {
				hub,
				url: new URL(address(repo, revision, MANIFEST_FILE)),
				what,
				maxBytes: MAX_MANIFEST_BYTES,
			};
			const { bytes } = await askHub(request, environment, signal);
			const manifest = parseManifest(bytes, what);
			if (manifest.id !== repo) {
				throw new PackError('unsafe', `${what} is the manifest of ${manifest.id}`);
			}
			const sha256 = await sha256Of(bytes);
			if (SHA256.test(revision) && revision !== sha256) {
				throw new PackError('changed', `${what} is another one than the catalogue lists`);
			}
			const files = [{ path: MANIFEST_FILE, bytes: bytes.length, sha256 }, ...manifest.files];
			return checkListing(
				{ hub, repo, commit: '', address: (path) => address(repo, revision, path) },
				files,
			);
		},
	};
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
