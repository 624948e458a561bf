import { afterAll, expect, test } from 'vitest';
import type { Person } from '$lib/domain/person';
import { MemoryStore } from '$lib/storage/memory';
import { GenerateChannel } from './generate-store';
import { PersonStore } from './person-store';

const channel = new GenerateChannel();
afterAll(() => channel.close());

const person = (id: string, createdAt: number): Person => ({
	id,
	name: '',
	faces: [{ rgb: new Uint8Array(3), descriptor: Float32Array.of(1), outlier: false }],
	descriptor: Float32Array.of(1),
	portrait: new Blob(['head and shoulders'], { type: 'image/png' }),
	thumbnail: new Blob(['x'], { type: 'image/webp' }),
	createdAt,
});

test('persons are kept, named, deleted, brought back, and in the end forgotten', async () => {
	const store = new MemoryStore('unavailable');
	const persons = new PersonStore(store, channel);
	await persons.save(person('a', 1));
	await persons.save(person('b', 2));
	await persons.rename('a', 'Ada');
	expect((await persons.list()).map(({ id, name }) => [id, name])).toEqual([
		['b', ''],
		['a', 'Ada'],
	]);
	const [, ada] = await persons.list();
	expect(await ada.thumbnail.text()).toBe('x');
	expect([ada.portrait!.type, await ada.portrait!.text()]).toEqual([
		'image/png',
		'head and shoulders',
	]);

	await persons.remove('a');
	expect((await persons.list()).map(({ id }) => id)).toEqual(['b']);
	await persons.restore('a');
	await persons.forget('a'); // the offer to undo ran out, but it was taken
	expect(await persons.list()).toHaveLength(2);

	await persons.remove('a');
	await persons.forget('a');
	expect(await store.keys('persons')).toEqual(['b']);
	await persons.remove('b');
	await persons.list(Date.now() + 11 * 60_000);
	expect(await store.keys('persons')).toEqual([]);
	await expect(persons.restore('b')).rejects.toThrow(RangeError);
});
