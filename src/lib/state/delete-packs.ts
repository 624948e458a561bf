import { loadPackClient } from './pack-client';
import { askToPause, installsEnded, packsWereUsed } from './pack-control';

/** Deletes every pack and every begun install. Throws PackError; what was deleted before stays deleted. */
export async function deletePacks(): Promise<void> {
	if (!packsWereUsed()) return;
	const client = await loadPackClient();
	const begun = await client.states();
	for (const { pack } of begun) askToPause(pack);
	await installsEnded();
	for (const { pack } of begun) await client.discard(pack);
	for (const { id } of await client.installed()) await client.remove(id);
}
