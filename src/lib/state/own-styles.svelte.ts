import { m } from '$lib/paraglide/messages';
import {
	exportOwnStyle,
	OWN_STYLE_EXTENSION,
	OwnStyleError,
	parseOwnStyle,
	type OwnStyle,
	type OwnStyleProblem,
} from '$lib/styles/own-style';
import { judgePrompt } from '$lib/styles/prompt-rules/judge';
import { openGallery } from './open-gallery';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

/** Styles that the person made or was given. Methods tell failures and never throw. */
class OwnStyles {
	#list = $state.raw<readonly OwnStyle[]>([]);

	/** Newest first. */
	get list(): readonly OwnStyle[] {
		return this.#list;
	}

	async load(): Promise<void> {
		await this.#attempt(async () => {
			const { store } = await openGallery();
			const stored = await store.values('ownStyles');
			this.#list = stored
				.sort((a, b) => b.createdAt - a.createdAt)
				.flatMap(({ id, json }) => {
					try {
						return [parseOwnStyle(json, id as OwnStyle['id'])];
					} catch (error) {
						console.error(error); // of a later edition: it stays where it is
						return [];
					}
				});
		});
	}

	/** Keeps a new or changed style. @returns whether that was possible */
	save(style: OwnStyle): Promise<boolean> {
		return this.#attempt(async () => {
			const json = exportOwnStyle(style);
			parseOwnStyle(json, style.id); // what cannot be read again is not kept
			const { store } = await openGallery();
			const createdAt = (await store.get('ownStyles', style.id))?.createdAt ?? Date.now();
			const value = { id: style.id, json, createdAt };
			await store.write([{ store: 'ownStyles', key: style.id, value }]);
			await this.load();
		});
	}

	/** Deletes with a way back. */
	async remove(style: OwnStyle): Promise<void> {
		await this.#attempt(async () => {
			const { store } = await openGallery();
			await store.write([{ store: 'ownStyles', key: style.id }]);
			await this.load();
			const run = () => void this.save(style);
			toasts.show(m.gen_own_deleted(), { action: { label: m.action_undo(), run } });
		});
	}

	export(style: OwnStyle): void {
		const file = new Blob([exportOwnStyle(style)], { type: 'application/json' });
		const stem = style.name.replace(/[\\/:*?"<>|\s]+/g, '-');
		saveFile(file, `${stem}${OWN_STYLE_EXTENSION}`);
	}

	/** Takes files that somebody shared. @returns ids of the styles that are new */
	async import(files: readonly File[]): Promise<readonly string[]> {
		const taken: string[] = [];
		for (const file of files) {
			await this.#attempt(async () => {
				const style = parseOwnStyle(await file.text(), newStyleId());
				if (judgePrompt(style.look.prompt)) {
					toasts.show(m.gen_own_refused({ name: style.name }), { tone: 'error' });
					return;
				}
				if (await this.save(style)) taken.push(style.id);
			});
		}
		if (taken.length > 0) toasts.show(m.gen_own_imported({ count: taken.length }));
		return taken;
	}

	async #attempt(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			console.error(error);
			const text =
				error instanceof OwnStyleError ? problemText(error.problem) : m.gen_own_not_saved();
			toasts.show(text, { tone: 'error' });
			return false;
		}
	}
}

export const newStyleId = (): OwnStyle['id'] => `own:${crypto.randomUUID().slice(0, 13)}`;

const problemText = (problem: OwnStyleProblem): string =>
	({
		'too-large': m.gen_own_not_a_style,
		'not-json': m.gen_own_not_a_style,
		'not-a-style': m.gen_own_not_a_style,
		newer: m.gen_own_newer,
		field: m.gen_own_damaged,
		placeholder: m.gen_own_placeholder,
		'too-long': m.gen_own_too_long,
	})[problem]();

export const ownStyles = new OwnStyles();
