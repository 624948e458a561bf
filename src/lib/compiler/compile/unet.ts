import { CompileError } from '../error';
import { Network, type NetworkOptions } from '../graph/network';
import { buildUnet } from '../models/unet/build';
import { buildTextConditioning } from '../models/unet/conditioning';
import { readUnetConfig, type UnetConfig } from '../models/unet/config';
import { inferUnetConfig } from '../models/unet/infer-config';
import type { OpenedComponent } from './component';
import type { Merged } from './loras';
import { packModel, type PackModel } from './model';

/**
 * Both are written, of the same weights: `fused` for WebGPU devices that pass the self-test of its operators,
 * `sliced` for everything else.
 */
export const ATTENTION_FORMS = ['fused', 'sliced'] as const;

/** What a UNet is built of. */
export interface UnetParts {
	readonly found: OpenedComponent;
	readonly config: UnetConfig;
}

/** @throws CompileError where a pack has no UNet */
export function findUnet([found]: readonly OpenedComponent[]): UnetParts {
	if (!found) throw new CompileError('missing', 'the pack has no UNet');
	const label = `${found.component.id}/config.json`;
	// Single files come without a configuration.
	const config =
		found.config === undefined
			? inferUnetConfig(found.checkpoint)
			: readUnetConfig(found.config, label);
	return { found, config };
}

/** The UNet and the graphs that prepare the text for it, in both forms of attention. */
export function unetModels(
	merged: Merged,
	config: UnetConfig,
	identity: boolean,
	options: NetworkOptions,
): PackModel[] {
	const { checkpoint, throughout } = merged;
	return ATTENTION_FORMS.flatMap((attention) => {
		const groupNorm = attention === 'fused' ? 'operator' : 'decomposed';
		const unet = new Network(checkpoint, { ...options, attention, groupNorm });
		buildUnet(unet, config, { identity });
		const text = new Network(checkpoint, { ...options, attention });
		buildTextConditioning(text, config);
		return [
			packModel(`unet-${attention}`, unet, [merged], { family: 'unet', throughout }),
			packModel(`text-conditioning-${attention}`, text, [merged], {
				family: 'text-conditioning',
				throughout,
			}),
		];
	});
}
