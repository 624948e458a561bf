import { expect, inject, test } from 'vitest';
import { commands } from 'vitest/browser';
import { planPack } from '../../../src/lib/compiler/compile/compile';
import { executePlan } from '../../../src/lib/compiler/compile/execute';
import type { PackManifest } from '../../../src/lib/domain/pack';
import { install } from '../../../src/lib/pack/install';
import { openPackStore } from '../../../src/lib/pack/store/open';
import { DiskStore } from '../../../src/lib/storage/disk';
import type { ReadFixture } from '../../golden/case';
import { HubClient } from '../../hub/client';
import { PARITY, tinyInput } from './tiny-pack';

declare module 'vitest/browser' {
	interface BrowserCommands {
		manifestFromNode(): Promise<string>;
	}
}

const REPO = 'golden/checkpoints';

const readFixture: ReadFixture = async (file) => {
	const response = await fetch(`/tests/fixtures/golden/${file}`);
	if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
};

test('an install from a hub and `npm run pack` write the same bytes', async () => {
	const fromNode = commands.manifestFromNode();

	// 1. The golden checkpoints on a hub.
	const { pack, files } = await tinyInput(PARITY.components, readFixture, PARITY.entry);
	const hub = await HubClient.fork(inject('hubOrigin'));
	const put = files.map(async ({ path, source }) => ({
		repo: REPO,
		path,
		lfs: true,
		base64: base64(await source.read(0, source.size)),
	}));
	await hub.send({ put: await Promise.all(put) });
	const { hubs, remote } = await hub.send({
		remote: files.map(({ path }) => ({ repo: REPO, path })),
	});

	// 2. Installed as the app does it: downloaded, compiled while it arrives, kept in IndexedDB.
	const disk = new DiskStore('parity');
	const store = openPackStore(disk, { hubs });
	const parts = files.map(({ component }, i) => ({ component, file: remote[i] }));
	const { signal } = new AbortController();
	const { manifest } = await install(
		{ pack, parts },
		{
			store,
			compile: async (input, openOutput, onProgress, stop) => {
				const plan = await planPack(input, stop);
				return executePlan(plan, await openOutput(plan.key), onProgress, stop);
			},
			checkMatting: () => Promise.reject(new Error('there is none in this pack')),
			onProgress: () => {},
		},
		signal,
	);
	expect(await store.verify(pack.id, () => {}, signal)).toEqual([]);
	disk.close();

	// 3. The same but for where the checkpoints came from.
	const { sources, ...ours } = manifest;
	const { sources: theirs, ...node } = JSON.parse(await fromNode) as PackManifest;
	expect(ours.files.length).toBeGreaterThan(10);
	expect(ours).toEqual(node);
	const hashes = (from: PackManifest['sources']) => from.map(({ path, sha256 }) => [path, sha256]);
	expect(hashes(sources)).toEqual(hashes(theirs));
});

function base64(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 2 ** 15) {
		text += String.fromCharCode(...bytes.subarray(at, at + 2 ** 15));
	}
	return btoa(text);
}
