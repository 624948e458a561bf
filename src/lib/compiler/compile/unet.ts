import { CompileError } from '../error';
import { Network, type NetworkOptions } from '../graph/network';
import { buildUnet } from '../models/unet/build';
import { buildTextConditioning } from '../models/unet/conditioning';
import { readUnetConfig, type UnetConfig } from '../models/unet/config';
import type { OpenedComponent } from './component';
import { packModel, type PackModel } from './model';

/** Both are written; what runs them chooses by its self-test. Their weights are the same. */
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
	return { found, config: readUnetConfig(found.config ?? SD15, label) };
}

/** The UNet and the graphs that prepare the text for it, in both forms of attention. */
export function unetModels(
	{ found, config }: UnetParts,
	identity: boolean,
	options: NetworkOptions,
): PackModel[] {
	return ATTENTION_FORMS.flatMap((attention) => {
		const unet = new Network(found.checkpoint, { ...options, attention });
		buildUnet(unet, config, { identity });
		const text = new Network(found.checkpoint, { ...options, attention });
		buildTextConditioning(text, config);
		return [
			packModel(`unet-${attention}`, unet, [found], 'unet'),
			packModel(`text-conditioning-${attention}`, text, [found], 'text-conditioning'),
		];
	});
}

/** The configuration of all SD1.5 checkpoints, for single files, which come without one. */
const SD15 = { cross_attention_dim: 768 };
