import { expect, test } from 'vitest';
import { BUILT_IN_HUBS, editionHubs, isHubAddress, type Hub } from '../../src/lib/domain/hubs';
import { contentPolicy } from './policy.ts';

const MINE: Hub = {
	id: 'mine',
	kind: 'huggingface',
	name: 'Mine',
	origin: 'http://127.0.0.1:4199',
	fileHosts: ['http://localhost:4199', 'https://*.cdn.example.org'],
};

const connectSources = (hubs: readonly Hub[]) =>
	/connect-src (?<sources>[^;]*)/.exec(contentPolicy(hubs).meta)!.groups!.sources.split(' ');

test('the app may ask itself, its own blobs and the hosts of the hubs, and nothing else', () => {
	expect(connectSources([])).toEqual(["'self'", 'blob:']);
	expect(connectSources(BUILT_IN_HUBS)).toEqual([
		"'self'",
		'blob:',
		'https://huggingface.co',
		'https://*.huggingface.co',
		'https://*.hf.co',
		'https://www.modelscope.cn',
		'https://*.modelscope.cn',
	]);
	expect(connectSources([MINE]).slice(2)).toEqual([MINE.origin, ...MINE.fileHosts]);
});

test('header and page say the same, and no other directive names a host', () => {
	const { meta, headers } = contentPolicy([...BUILT_IN_HUBS, MINE]);
	expect(headers['Content-Security-Policy']).toContain(meta);
	expect(meta.replace(/connect-src [^;]*/, '')).not.toContain('http');
});

test('a deployer adds hubs, replaces them and leaves them out', () => {
	const own = { ...MINE, id: 'huggingface' };
	const ids = (hubs: readonly Hub[]) => hubs.map(({ id, origin }) => `${id} ${origin}`);
	expect(ids(editionHubs({ hubs: [own], withoutHubs: ['modelscope'] }))).toEqual([
		'same-origin ',
		'huggingface http://127.0.0.1:4199',
	]);
	expect(editionHubs({ hubs: [MINE], withoutHubs: [] })).toHaveLength(BUILT_IN_HUBS.length + 1);
});

test.each([
	['https://huggingface.co/a/b/resolve/main/x', true],
	['https://us.aws.cdn.hf.co/x?sig=1', true],
	['https://cdn-lfs-cn-1.modelscope.cn/x', true],
	['http://127.0.0.1:4199/api', true],
	['https://a.cdn.example.org/x', true],
	['http://huggingface.co/x', false],
	['https://huggingface.co:8443/x', false],
	['https://huggingface.co.example.org/x', false],
	['https://evilhf.co/x', false],
	['https://hf.co/x', false],
	['https://cdn.example.org/x', false],
	['http://127.0.0.1:4200/api', false],
	['http://a.cdn.example.org/x', false],
])('the service worker lets %s through: %s', (address, allowed) => {
	expect(isHubAddress(new URL(address), [...BUILT_IN_HUBS, MINE])).toBe(allowed);
});
