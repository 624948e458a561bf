/** Listings across origins, as the app asks for them: what CORS lets a page read is not what Node can. */
import { expect, inject, test } from 'vitest';
import { HubClient as FakeHub } from '../../../../tests/hub/client';
import { hubClients } from './clients';

const put = Array.from({ length: 5 }, (_, i) => ({
	repo: 'a/model',
	path: `part-${i}.bin`,
	random: { seed: i, bytes: 3000 + i },
}));

test('all pages of a listing, with commit and hashes, by both kinds of hub', async () => {
	const hub = await FakeHub.fork(inject('hubOrigin'));
	const { hubs, remote } = await hub.send({ put, remote: put });
	const [huggingFace, modelScope] = hubClients(location.href, hubs);
	expect(await huggingFace.list('a/model', 'main')).toEqual(remote);
	const listed = await modelScope.list('a/model', 'master');
	expect(listed.map(({ path, sha256 }) => [path, sha256])).toEqual(
		remote.map(({ path, sha256 }) => [path, sha256]),
	);
});

test('a hub that is not there is unreachable, not a crash', async () => {
	const { hubs } = await (await FakeHub.fork(inject('hubOrigin'))).send({});
	const gone = hubs.map((one) => ({ ...one, origin: 'http://127.0.0.1:1' }));
	for (const client of hubClients(location.href, gone)) {
		await expect(client.list('a/model', 'main')).rejects.toMatchObject({ kind: 'hub-unreachable' });
	}
});
