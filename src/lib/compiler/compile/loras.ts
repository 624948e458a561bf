import { CompileError } from '../error';
import { mergeLoras, type WeightedLora } from '../lora/merge';
import type { LoraTarget } from '../lora/names';
import { modulesOf, readLora } from '../lora/read-lora';
import type { OpenedComponent } from './component';

/** A component whose checkpoint has LoRAs merged into it while it is read. */
export interface Merged extends OpenedComponent {
	/** Files that its tensors need besides its own, all the time. */
	readonly throughout: readonly number[];
	/** What became of the LoRAs of the pack. */
	readonly loras: readonly MergedLora[];
}

/** What one LoRA of a pack does to one component. */
export interface MergedLora {
	readonly component: string;
	readonly label: string;
	readonly target: LoraTarget;
	/** Modules that it changes. */
	readonly modules: number;
	/** Modules of the target, as its file names them, that match nothing: what they would change stays as it is. */
	readonly unused: readonly string[];
}

/**
 * Merges the pack's LoRAs, each with its weight, and `further` ones into a component.
 * @param further with the file that holds each
 * @throws CompileError 'mismatch' for a LoRA of another base
 */
export async function mergeInto(
	base: OpenedComponent,
	target: LoraTarget,
	loras: readonly OpenedComponent[],
	further: readonly (WeightedLora & { readonly file: number })[] = [],
	signal?: AbortSignal,
): Promise<Merged> {
	const modules = modulesOf(base.checkpoint);
	const all = [...further];
	const merged: MergedLora[] = [];
	for (const { component, checkpoint, file } of loras) {
		const lora = await readLora(checkpoint, target, modules, signal);
		const { label, unused } = lora;
		merged.push({ component: component.id, label, target, modules: lora.modules.size, unused });
		if (target === 'unet' && lora.modules.size === 0) {
			throw new CompileError('mismatch', `${lora.label}: it changes nothing of the UNet`);
		}
		if (lora.modules.size) all.push({ lora, weight: component.weight, file });
	}
	if (!all.length) return { ...base, throughout: [], loras: merged };
	return {
		...base,
		checkpoint: mergeLoras(base.checkpoint, all),
		throughout: all.map(({ file }) => file),
		loras: merged,
	};
}
