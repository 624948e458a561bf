import { listFiles, modelInfo } from '@huggingface/hub';
import type { Hub } from '$lib/domain/hubs';
import { PackError } from '$lib/domain/pack';
import type { HubClient } from '../contract';
import { checkListing, MAX_FILES, type ListedFile } from './listing';
import { askHub, encodePath, type HubEnvironment } from './request';

const COMMIT = /^[0-9a-f]{40,64}$/;
const MAX_PAGES = 100;
const MAX_PAGE_BYTES = 8 * 2 ** 20;

/**
 * A hub that speaks Hugging Face's API: /api/models/{repo}/revision/{revision} names the commit,
 * /api/models/{repo}/tree/{commit} its files page by page, /{repo}/resolve/{commit}/{path} serves them.
 */
export function huggingFace(hub: Hub, environment: HubEnvironment): HubClient {
	const address = (repo: string, revision: string, path: string) =>
		`${hub.origin}/${repo}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
	return {
		hub,
		address,
		async list(repo, revision, signal) {
			const what = `${repo} at ${revision}`;
			const params = { hubUrl: hub.origin, fetch: boundedFetch(hub, what, environment, signal) };
			const commit = COMMIT.test(revision)
				? revision
				: await commitOf({ ...params, name: repo, revision }, what);
			const files: ListedFile[] = [];
			const listed = listFiles({ ...params, repo, revision: commit, recursive: true });
			for await (const entry of entriesOf(listed, what)) {
				if (entry.type !== 'file') continue;
				files.push({ path: entry.path, bytes: entry.size, sha256: entry.lfs?.oid });
				if (files.length > MAX_FILES) throw new PackError('unsafe', `${what} lists too many files`);
			}
			const root = `${hub.origin}/${repo}/resolve/${commit}/`;
			return checkListing({ hub, repo, commit, address: (path) => root + encodePath(path) }, files);
		},
	};
}

async function commitOf(
	params: { name: string; revision: string; hubUrl: string; fetch: typeof fetch },
	what: string,
): Promise<string> {
	const info = await readable(modelInfo({ ...params, additionalFields: ['sha'] }), what);
	const commit = (info as { sha?: unknown }).sha;
	if (typeof commit !== 'string' || !COMMIT.test(commit)) {
		throw new PackError('hub-unreachable', `${what}: the answer names no commit`);
	}
	return commit;
}

/** The library's requests go through `askHub`; nothing else may it ask. */
function boundedFetch(
	hub: Hub,
	what: string,
	environment: HubEnvironment,
	signal?: AbortSignal,
): typeof fetch {
	let pages = 0;
	return async (input) => {
		if (++pages > MAX_PAGES) throw new PackError('unsafe', `${what}: more than ${MAX_PAGES} pages`);
		const url = new URL(input instanceof Request ? input.url : input);
		const request = { hub, url, what, maxBytes: MAX_PAGE_BYTES };
		const { bytes, headers } = await askHub(request, environment, signal);
		return new Response(bytes, { headers });
	};
}

/** The entries, one by one, whatever the hub answered instead of a list of them. */
async function* entriesOf<T>(listed: AsyncGenerator<T>, what: string): AsyncGenerator<T> {
	for (;;) {
		const next = await readable(listed.next(), what);
		if (next.done) return;
		if (typeof next.value !== 'object' || next.value === null) {
			throw new PackError('hub-unreachable', `${what}: the answer is no list of files`);
		}
		yield next.value;
	}
}

/** The library takes JSON for what it should be; what it stumbles over is an answer of the wrong kind. */
async function readable<T>(answer: Promise<T>, what: string): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError) {
			throw new PackError(
				'hub-unreachable',
				`${what}: the answer is not what this hub should say`,
				{
					cause: error,
				},
			);
		}
		throw error;
	}
}
