import { factorOf, type Lora, type LoraModule } from '../../lora/lora';
import { LORA_LAYERS, type IdentityAdapter } from './identity-adapter';

/**
 * The LoRA that belongs to an adapter, to be merged into the UNet with strength 1 (not an option of the authors:
 * the adapter was trained with it), or null. It has no alpha. On cross-attention its keys and values part is for
 * the text, not for the identity.
 */
export function identityLora({ checkpoint, layers, rank }: IdentityAdapter): Lora | null {
	if (rank === 0) return null;
	const modules = new Map<string, LoraModule>();
	for (const { module, path } of layers) {
		for (const [lora, layer] of LORA_LAYERS) {
			modules.set(`${module.path}.${layer}`, {
				down: factorOf(checkpoint, `${path}.${lora}.down.weight`),
				up: factorOf(checkpoint, `${path}.${lora}.up.weight`),
				scale: 1,
			});
		}
	}
	return { label: checkpoint.label, modules };
}
