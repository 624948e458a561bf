import type { Catalogue } from '$lib/domain/pack-catalogue';
import { loadCatalogue } from '$lib/pack/catalogue/load';
import type { HubClient } from '$lib/pack/contract';
import { hubClients } from '$lib/pack/hub/clients';
import { siteRoot } from '../site-root';

export const root = siteRoot(self.location.href);
export const clients: readonly HubClient[] = hubClients(root);

let catalogue: Promise<Catalogue> | undefined;

/** A failure is forgotten, so that a retry works. */
export function packCatalogue(): Promise<Catalogue> {
	catalogue ??= loadCatalogue(root).catch((error: unknown) => {
		catalogue = undefined;
		throw error;
	});
	return catalogue;
}
