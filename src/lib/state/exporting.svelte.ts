import type { ExportOptions } from '$lib/bridge/export-client';
import type { Candidate } from '$lib/domain/recipe';
import { m } from '$lib/paraglide/messages';
import { exportFile } from './export-file';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

type Choice = Omit<ExportOptions, 'recipe'> & { readonly side: 256 | 512 | 1024 };

const canCopy = () => 'ClipboardItem' in globalThis && 'clipboard' in navigator;

/** Phones share files; many desktops share links only. */
const canShare = () => {
	const probe = new File([new Uint8Array(1)], 'likeness.png', { type: 'image/png' });
	return navigator.canShare?.({ files: [probe] }) ?? false;
};

/** How avatars leave the app. The choice is kept while the page is open. Methods tell failures and never throw. */
class Exporting {
	choice = $state.raw<Choice>({ format: 'png', shape: 'square', side: 1024 });
	readonly can = { copy: canCopy(), share: canShare() };
	#busy = $state(false);

	get busy(): boolean {
		return this.#busy;
	}

	async download(candidate: Candidate): Promise<void> {
		await this.#attempt(async () => {
			const file = await exportFile(candidate, this.choice);
			saveFile(file, file.name);
		}, m.export_failed);
	}

	/** As PNG: clipboards take nothing else. */
	async copy(candidate: Candidate): Promise<void> {
		await this.#attempt(async () => {
			// The promise goes in unawaited, or Safari forgets the click that allowed it.
			const png = exportFile(candidate, { ...this.choice, format: 'png' });
			await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
			toasts.show(m.copied());
		}, m.copy_failed);
	}

	async share(candidate: Candidate): Promise<void> {
		await this.#attempt(async () => {
			const file = await exportFile(candidate, this.choice);
			await navigator.share({ files: [file] }).catch((error: unknown) => {
				const closed = error instanceof DOMException && error.name === 'AbortError';
				if (!closed) throw error;
			});
		}, m.export_failed);
	}

	async #attempt(work: () => Promise<void>, message: () => string): Promise<void> {
		this.#busy = true;
		try {
			await work();
		} catch (error) {
			console.error(error);
			toasts.show(message(), { tone: 'error' });
		} finally {
			this.#busy = false;
		}
	}
}

export const exporting = new Exporting();
