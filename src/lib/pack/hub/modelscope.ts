import * as v from 'valibot';
import type { Hub } from '$lib/domain/hubs';
import { PackError } from '$lib/domain/pack';
import type { HubClient } from '../contract';
import { checkListing, MAX_FILES } from './listing';
import { askHub, encodePath, parseJson, type HubEnvironment } from './request';

const MAX_BYTES = 16 * 2 ** 20;
const AnswerSchema = v.object({
	Data: v.object({
		Files: v.pipe(
			v.array(
				v.object({
					Path: v.unknown(),
					Type: v.unknown(),
					Size: v.unknown(),
					Sha256: v.optional(v.unknown()),
				}),
			),
			v.maxLength(MAX_FILES),
		),
	}),
});

/**
 * ModelScope: /api/v1/models/{repo}/repo/files lists a revision with the sha256 of every file,
 * /models/{repo}/resolve/{revision}/{path} serves it. It names no commit, so the hashes pin the content.
 */
export function modelScope(hub: Hub, environment: HubEnvironment): HubClient {
	const address = (repo: string, revision: string, path: string) =>
		`${hub.origin}/models/${repo}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
	return {
		hub,
		address,
		async list(repo, revision, signal) {
			const what = `${repo} at ${revision}`;
			const url = new URL(`${hub.origin}/api/v1/models/${repo}/repo/files`);
			url.search = new URLSearchParams({ Revision: revision, Recursive: 'true' }).toString();
			const { bytes } = await askHub({ hub, url, what, maxBytes: MAX_BYTES }, environment, signal);
			const { success, output } = v.safeParse(AnswerSchema, parseJson(bytes, what));
			if (!success) {
				throw new PackError('hub-unreachable', `${what}: the answer is no list of files`);
			}
			return checkListing(
				{ hub, repo, commit: '', address: (path) => address(repo, revision, path) },
				output.Data.Files.filter(({ Type }) => Type === 'blob').map(({ Path, Size, Sha256 }) => ({
					path: Path,
					bytes: Size,
					sha256: Sha256,
				})),
			);
		},
	};
}
