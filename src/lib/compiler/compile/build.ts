import { CompileError } from '../error';
import type { NetworkOptions } from '../graph/network';
import { identityLora } from '../models/unet/identity-lora';
import { POLICIES } from '../quantise/policy';
import { autoencoder } from './autoencoder';
import { baseName, openComponents, readNamed, withRole, type OpenedComponent } from './component';
import type { ArrivingFile } from '$lib/domain/arriving-file';
import type { CompileInput } from './contract';
import { findIdentity, identityModels } from './identity';
import { mergeInto } from './loras';
import type { PackParts } from './plan';
import { portSettings, type PackSettings } from './settings';
import { textEncoder } from './text-encoder';
import { ATTENTION_FORMS, findUnet, unetModels } from './unet';

/** Pixels a side. */
const SIZES = { least: 256, most: 768, step: 64 };
/** What sliced attention must have room for: both halves of guidance, at the largest size. */
const LARGEST = { batch: 2, tokens: (SIZES.most / 8) ** 2 };

/** Builds the networks of a pack from the headers of its files. @throws CompileError */
export async function buildParts(input: CompileInput, signal?: AbortSignal): Promise<PackParts> {
	return buildNetworks(input, await openComponents(input, signal), signal);
}

/** The same for files whose headers are read. @throws CompileError */
export async function buildNetworks(
	input: CompileInput,
	components: readonly OpenedComponent[],
	signal?: AbortSignal,
): Promise<PackParts> {
	const { precision, sampling, identity: kind } = input.pack;
	if (!sampling)
		throw new CompileError('unsupported', `${input.pack.id} says no schedule to draw by`);
	const options = optionsOf(input);
	const copies = input.files.filter(isCopied);
	const tokenizer = copies
		.filter(({ component }) => component.role === 'tokenizer')
		.map(({ path }) => baseName(path));
	// 1. What the files hold.
	const unet = findUnet(withRole(components, 'unet'));
	const identity = findIdentity(kind, components, unet.config);
	const [text] = withRole(components, 'text-encoder');
	// 2. LoRAs go into the UNet and the text encoder; the adapter's own into the UNet.
	const loras = withRole(components, 'lora');
	const own = identity && identityLora(identity.adapter);
	const further = own ? [{ lora: own, weight: 1, file: identity.found.file }] : [];
	const base = await mergeInto(unet.found, 'unet', loras, further, signal);
	const encoder = text ? await mergeInto(text, 'text-encoder', loras, [], signal) : null;
	// 3. The networks.
	const texts = textEncoder(encoder, tokenizer, options);
	const vae = autoencoder(withRole(components, 'vae'), options);
	const faces = identityModels(kind, identity, unet.config, components, options);
	const models = [
		...unetModels(base, unet.config, identity !== null, options),
		...texts.models,
		...vae.models,
		...faces.models,
	];
	const settings: PackSettings = {
		precision,
		activation: options.activation,
		attention: ATTENTION_FORMS,
		unet: unet.config,
		sampling: {
			...sampling,
			config: (await readNamed(input, 'scheduler_config.json', signal)) ?? null,
		},
		text: texts.settings,
		identity: faces.settings,
		latents: vae.settings,
		sizes: SIZES,
		ports: portSettings(models),
	};
	const merged = [...base.loras, ...(encoder?.loras ?? [])];
	return { components, models, loras: merged, copies, settings: { ...settings } };
}

/** Tokenizers, and face networks that come as ONNX models. */
function isCopied({ component, path }: ArrivingFile): boolean {
	return component.role === 'tokenizer' || path.endsWith('.onnx');
}

/** Small networks take the form of attention that is right on every adapter. */
function optionsOf({ pack }: CompileInput): NetworkOptions {
	const activation = pack.precision === 'float32' || !pack.needs.f16 ? 'float32' : 'float16';
	return { activation, attention: 'sliced', policy: POLICIES[pack.precision], largest: LARGEST };
}
