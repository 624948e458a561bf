import type { TrialReport } from '$lib/bridge/pack-client';
import { m } from '$lib/paraglide/messages';
import { loadPackClient } from './pack-client';
import { rememberPacks } from './pack-control';
import { packFailure, type PackFailure } from './pack-failure';
import { packs } from './packs.svelte';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

export type CareTask = 'verify' | 'try' | 'export' | 'remove' | 'import';

/** What came of it, until the next task. */
export type CareResult =
	| { readonly task: 'verify'; readonly pack: string; readonly damaged: readonly string[] }
	| { readonly task: 'try'; readonly pack: string; readonly report: TrialReport }
	| { readonly task: CareTask; readonly pack: string | null; readonly failure: PackFailure };

/** Looks after packs that are here: one task at a time. Methods never throw: the result tells. */
class PackCare {
	#running = $state.raw<{ readonly task: CareTask; readonly pack: string | null } | null>(null);
	#fraction = $state(0);
	#result = $state.raw<CareResult | null>(null);
	#stop: AbortController | null = null;

	/** Null when nothing is being done. */
	get running(): { readonly task: CareTask; readonly pack: string | null } | null {
		return this.#running;
	}

	/** 0..1 of the task that runs. */
	get fraction(): number {
		return this.#fraction;
	}

	get result(): CareResult | null {
		return this.#result;
	}

	/** Reads every byte again. */
	verify(pack: string): Promise<void> {
		return this.#run('verify', pack, async (client, options) => {
			const { damaged } = await client.verify(pack, options);
			this.#result = { task: 'verify', pack, damaged };
		});
	}

	/** Runs every network of it once. */
	tryOut(pack: string): Promise<void> {
		return this.#run('try', pack, async (client, options) => {
			const report = await client.tryOut(pack, options);
			this.#result = { task: 'try', pack, report };
		});
	}

	/** Saves the whole pack as one file. */
	export(pack: string): Promise<void> {
		return this.#run('export', pack, async (client, options) => {
			saveFile(await client.exportPack(pack, options), `${pack}.likeness-pack.zip`);
		});
	}

	/** There is no way back but to download it again. */
	remove(pack: string, name: string): Promise<void> {
		return this.#run('remove', pack, async (client, options) => {
			await client.remove(pack, options);
			toasts.show(m.packs_removed({ name }));
		});
	}

	/** @param files an exported pack, checkpoints, or the content of a folder */
	import(files: readonly File[]): Promise<void> {
		return this.#run('import', null, async (client, options) => {
			rememberPacks();
			const { id } = await client.importFiles(files, options);
			toasts.show(m.packs_imported({ name: id }));
		});
	}

	cancel(): void {
		this.#stop?.abort();
	}

	/** Takes the last result off the page. */
	dismiss(): void {
		this.#result = null;
	}

	async #run(
		task: CareTask,
		pack: string | null,
		work: (
			client: Awaited<ReturnType<typeof loadPackClient>>,
			options: { signal: AbortSignal; onFraction: (fraction: number) => void },
		) => Promise<void>,
	): Promise<void> {
		if (this.#running) return;
		const { signal } = (this.#stop = new AbortController());
		this.#running = { task, pack };
		this.#fraction = 0;
		this.#result = null;
		try {
			const onFraction = (fraction: number) => (this.#fraction = fraction);
			await work(await loadPackClient(), { signal, onFraction });
		} catch (error) {
			if (!signal.aborted) this.#result = { task, pack, failure: packFailure(error) };
		} finally {
			this.#running = null;
			this.#stop = null;
			await packs.refresh();
		}
	}
}

export const packCare = new PackCare();
