import { findMissing, mergeCatalogues, offered } from '$lib/domain/catalogue-merge';
import { HUBS } from '$lib/domain/hubs';
import { PackError } from '$lib/domain/pack';
import { PACK_INDEX, PACKS_FOLDER, type Catalogue } from '$lib/domain/pack-catalogue';
import { DEPLOYED_CATALOGUE } from './deployed';
import { parseCatalogue } from './parse';

const CATALOGUE = 'models/catalog.json';
const MAX_BYTES = 4 * 2 ** 20;

/**
 * The catalogue of this edition: ours, what the deployer added at build time, and the prebuilt packs that lie
 * beside the app, if there are any. Packs that no hub of this edition has are left out.
 * @param base address of the app, with a slash at its end
 * @throws PackError 'unsafe' for one that breaks the rules; 'hub-unreachable' when ours cannot be had
 */
export async function loadCatalogue(
	base: string,
	ask: typeof fetch = (...request) => fetch(...request),
	signal?: AbortSignal,
): Promise<Catalogue> {
	const [own, index] = await Promise.all([
		readOwn(new URL(CATALOGUE, base), ask, signal),
		readIndex(new URL(`${PACKS_FOLDER}/${PACK_INDEX}`, base), ask, signal),
	]);
	const catalogue = mergeCatalogues([own, DEPLOYED_CATALOGUE, ...(index ? [index] : [])]);
	const [missing] = findMissing(catalogue);
	if (missing) throw new PackError('unsafe', `the catalogue of packs is incomplete: ${missing}`);
	return offered(catalogue, HUBS);
}

async function readOwn(url: URL, ask: typeof fetch, signal?: AbortSignal): Promise<Catalogue> {
	let json: unknown;
	try {
		const response = await ask(url, { signal });
		if (!response.ok) throw new Error(`status ${response.status}`);
		json = JSON.parse(await response.text());
	} catch (cause) {
		signal?.throwIfAborted();
		throw new PackError('hub-unreachable', `${CATALOGUE}: ${String(cause)}`, { cause });
	}
	return parseCatalogue(json, CATALOGUE);
}

/** Null where no deployer put packs: most hosts answer 404, some with a page, and offline nobody answers. */
async function readIndex(
	url: URL,
	ask: typeof fetch,
	signal?: AbortSignal,
): Promise<Catalogue | null> {
	const response = await ask(url, { signal }).catch(() => null);
	signal?.throwIfAborted();
	const isJson = response?.headers.get('content-type')?.includes('json');
	if (!response?.ok || !isJson) return null;
	const text = await response.text();
	const label = `${PACKS_FOLDER}/${PACK_INDEX}`;
	if (text.length > MAX_BYTES) throw new PackError('unsafe', `${label}: ${text.length} characters`);
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw new PackError('unsafe', `${label}: no JSON`, { cause });
	}
	return parseCatalogue(json, label);
}
