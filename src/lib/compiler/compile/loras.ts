import { CompileError } from '../error';
import { mergeLoras, type WeightedLora } from '../lora/merge';
import type { LoraTarget } from '../lora/names';
import { modulesOf, readLora } from '../lora/read-lora';
import type { OpenedComponent } from './component';

/** A component whose checkpoint has LoRAs merged into it while it is read. */
export interface Merged extends OpenedComponent {
	/** Files that its tensors need besides its own, all the time. */
	readonly throughout: readonly number[];
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
	for (const { component, checkpoint, file } of loras) {
		const lora = await readLora(checkpoint, target, modules, signal);
		if (target === 'unet' && lora.modules.size === 0) {
			throw new CompileError('mismatch', `${lora.label}: it changes nothing of the UNet`);
		}
		if (lora.modules.size) all.push({ lora, weight: component.weight, file });
	}
	if (!all.length) return { ...base, throughout: [] };
	return {
		...base,
		checkpoint: mergeLoras(base.checkpoint, all),
		throughout: all.map(({ file }) => file),
	};
}
