import type { ExportOptions } from '$lib/bridge/export-client';
import type { Candidate } from '$lib/domain/recipe';
import { EXPORT_SHAPES, type ExportShape } from '$lib/image/export';
import { m } from '$lib/paraglide/messages';
import type { AnimationKind } from '$lib/domain/outputs';
import { recipeStem } from '$lib/domain/recipe-stem';
import { idFileName } from '$lib/idphoto/file/names';
import { loadExportClient } from './export-client';
import { exportFile } from './export-file';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

type Choice = Omit<ExportOptions, 'recipe'>;

/** Draws the avatar again, larger than it is kept. */
export type Redraw = (side: number) => Promise<Candidate>;

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

	/** What a picture can be exported as: stickers want a cutout, and a square is whole as it is. */
	shapesOf(candidate: Candidate | null): readonly ExportShape[] {
		const upright = candidate !== null && candidate.width !== candidate.height;
		const sticker = candidate === null || candidate.cutout !== null;
		return EXPORT_SHAPES.filter(
			(shape) => (shape !== 'whole' || upright) && (shape !== 'sticker' || sticker),
		);
	}

	/** The choice as far as this picture can take it. */
	choiceFor(candidate: Candidate | null): Choice {
		const shapes = this.shapesOf(candidate);
		return shapes.includes(this.choice.shape) ? this.choice : { ...this.choice, shape: shapes[0] };
	}

	/** @param redraw where the avatar can be drawn larger */
	async download(candidate: Candidate, redraw?: Redraw): Promise<void> {
		await this.#attempt(async () => {
			const file = await this.#file(candidate, redraw);
			saveFile(file, file.name);
		}, m.export_failed);
	}

	/** A looping GIF as a download. */
	async animate({ picture, recipe }: Candidate, kind: AnimationKind): Promise<void> {
		await this.#attempt(async () => {
			const client = await loadExportClient();
			saveFile(await client.animate(picture, kind), `likeness-${recipeStem(recipe)}.gif`);
		}, m.export_failed);
	}

	/** As PNG: clipboards take nothing else. */
	async copy(candidate: Candidate): Promise<void> {
		await this.#attempt(async () => {
			// The promise goes in unawaited, or Safari forgets the click that allowed it.
			const png = exportFile(candidate, { ...this.choiceFor(candidate), format: 'png' });
			await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
			toasts.show(m.copied());
		}, m.copy_failed);
	}

	async share(candidate: Candidate, redraw?: Redraw): Promise<void> {
		await this.#attempt(async () => {
			const file = await this.#file(candidate, redraw);
			await navigator.share({ files: [file] }).catch((error: unknown) => {
				const closed = error instanceof DOMException && error.name === 'AbortError';
				if (!closed) throw error;
			});
		}, m.export_failed);
	}

	async #file(candidate: Candidate, redraw?: Redraw): Promise<File> {
		const { recipe, picture } = candidate;
		// The very file that was made: another would have other kilobytes.
		if (recipe.kind === 'id-photo') {
			const extension = picture.type === 'image/png' ? 'png' : 'jpg';
			return new File([picture], idFileName('', recipe.spec, extension), { type: picture.type });
		}
		const choice = this.choiceFor(candidate);
		const larger = choice.side > Math.max(candidate.width, candidate.height);
		return exportFile(larger && redraw ? await redraw(choice.side) : candidate, choice);
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
