import type { Person } from '$lib/domain/person';
import { m } from '$lib/paraglide/messages';
import { openGenerate } from './open-generate';
import { toasts } from './toasts.svelte';

/** A saved person as the page sees them. */
export interface PersonView {
	readonly person: Person;
	/** Object URL of the thumbnail. */
	readonly url: string;
}

/** The people who were saved. Methods tell failures and never throw. */
class Persons {
	#list = $state.raw<readonly PersonView[]>([]);

	/** Newest first. */
	get list(): readonly PersonView[] {
		return this.#list;
	}

	of(id: string | null): PersonView | null {
		return this.#list.find(({ person }) => person.id === id) ?? null;
	}

	/** Lists them and follows changes from every tab. Returns the function that stops it. */
	watch(): () => void {
		let stop = () => {};
		let stopped = false;
		openGenerate()
			.then(async ({ channel }) => {
				await this.#read();
				if (stopped) return;
				stop = channel.listen(({ type }) => {
					if (type === 'persons') void this.#read().catch((error) => console.error(error));
				});
			})
			.catch((error: unknown) => console.error(error));
		return () => {
			stopped = true;
			stop();
		};
	}

	/** @returns whether they were saved */
	async save(person: Person): Promise<boolean> {
		return this.#attempt(async () => {
			const { persons } = await openGenerate();
			await persons.save(person);
			toasts.show(m.gen_person_saved());
		});
	}

	async rename(id: string, name: string): Promise<void> {
		await this.#attempt(async () => (await openGenerate()).persons.rename(id, name));
	}

	/** Deletes with a way back; once the offer runs out nothing of them is left. */
	async remove(id: string): Promise<void> {
		await this.#attempt(async () => {
			const { persons } = await openGenerate();
			await persons.remove(id);
			const restore = () => void this.#attempt(() => persons.restore(id));
			toasts.show(m.gen_person_deleted(), {
				action: { label: m.action_undo(), run: restore },
				onExpire: () => void this.#attempt(() => persons.forget(id)),
			});
		});
	}

	async #read(): Promise<void> {
		const { persons } = await openGenerate();
		const list = await persons.list();
		const before = this.#list;
		this.#list = list.map((person) => {
			const known = before.find((view) => view.person.id === person.id);
			return { person, url: known?.url ?? URL.createObjectURL(person.thumbnail) };
		});
		for (const { person, url } of before) {
			if (!list.some(({ id }) => id === person.id)) URL.revokeObjectURL(url);
		}
	}

	async #attempt(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			console.error(error);
			toasts.show(m.gen_person_not_saved(), { tone: 'error' });
			return false;
		}
	}
}

export const persons = new Persons();
