import type { Person } from '$lib/domain/person';
import type { StoredPerson } from '$lib/storage/schema-generate';
import type { Store } from '$lib/storage/store';
import { fromStoredFile, toStoredFile } from '$lib/storage/stored-file';
import type { GenerateChannel } from './generate-store';

/** A deleted person can be brought back for at least this long; then opening the list purges them. */
const UNDO_MILLISECONDS = 10 * 60_000;

/** People who were saved because somebody asked for it. Methods throw StorageError. */
export class PersonStore {
	constructor(
		private readonly store: Store,
		private readonly channel: GenerateChannel,
	) {}

	/** Newest first. Those that were deleted long enough ago are forgotten for good. */
	async list(now = Date.now()): Promise<Person[]> {
		const all = await this.store.values('persons');
		const gone = all.filter(({ deletedAt }) => (deletedAt ?? Infinity) < now - UNDO_MILLISECONDS);
		if (gone.length > 0)
			await this.store.write(gone.map(({ id }) => ({ store: 'persons', key: id })));
		return all
			.filter(({ deletedAt }) => deletedAt === null)
			.sort((a, b) => b.createdAt - a.createdAt)
			.map(toPerson);
	}

	async save(person: Person): Promise<void> {
		const { thumbnail, portrait, ...rest } = person;
		const value: StoredPerson = {
			...rest,
			portrait: portrait && (await toStoredFile(portrait)),
			thumbnail: await toStoredFile(thumbnail),
			deletedAt: null,
		};
		await this.store.write([{ store: 'persons', key: person.id, value }]);
		this.channel.send({ type: 'persons' });
	}

	async rename(id: string, name: string): Promise<void> {
		await this.#change(id, { name });
	}

	/** Takes somebody off the list; restore() brings them back. */
	async remove(id: string): Promise<void> {
		await this.#change(id, { deletedAt: Date.now() });
	}

	/** @throws RangeError when they are forgotten for good */
	async restore(id: string): Promise<void> {
		await this.#change(id, { deletedAt: null });
	}

	/** Forgets for good somebody who was deleted; whoever was brought back meanwhile stays. */
	async forget(id: string): Promise<void> {
		const person = await this.store.get('persons', id);
		if (person && person.deletedAt !== null)
			await this.store.write([{ store: 'persons', key: id }]);
	}

	async #change(id: string, change: Partial<StoredPerson>): Promise<void> {
		await this.store.update('persons', id, (old) => {
			if (!old) throw new RangeError(`there is no person ${id}`);
			return { ...old, ...change };
		});
		this.channel.send({ type: 'persons' });
	}
}

function toPerson({ thumbnail, portrait, deletedAt: _, ...rest }: StoredPerson): Person {
	return {
		...rest,
		portrait: portrait && fromStoredFile(portrait),
		thumbnail: fromStoredFile(thumbnail),
	};
}
