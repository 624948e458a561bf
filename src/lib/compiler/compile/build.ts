import type { NetworkOptions } from '../graph/network';
import { FLOAT32 } from '../quantise/policy';
import { autoencoder } from './autoencoder';
import { baseName, openComponents, readNamed, withRole } from './component';
import type { CompileInput } from './contract';
import type { PackParts } from './plan';
import { portSettings, type PackSettings } from './settings';
import { textEncoder } from './text-encoder';
import { ATTENTION_FORMS, findUnet, unetModels } from './unet';

/** Builds the networks of a pack from the headers of its files. @throws CompileError */
export async function buildParts(input: CompileInput, signal?: AbortSignal): Promise<PackParts> {
	const components = await openComponents(input, signal);
	const options = optionsOf(input);
	const copies = input.files.filter(({ component }) => component.role === 'tokenizer');
	const tokenizer = copies.map(({ path }) => baseName(path));
	const unet = findUnet(withRole(components, 'unet'));
	const text = textEncoder(withRole(components, 'text-encoder'), tokenizer, options);
	const vae = autoencoder(withRole(components, 'vae'), options);
	const models = [...unetModels(unet, false, options), ...text.models, ...vae.models];
	const { precision, sampling } = input.pack;
	const settings: PackSettings = {
		precision,
		activation: options.activation,
		attention: ATTENTION_FORMS,
		sampling: {
			...sampling,
			config: (await readNamed(input, 'scheduler_config.json', signal)) ?? null,
			guidanceWidth: unet.config.guidanceWidth,
		},
		text: text.settings,
		identity: { kind: 'none', tokens: 0, layers: 0, scale: 0 },
		latents: vae.settings,
		sizes: { least: 256, most: 768, step: 64 },
		ports: portSettings(models),
	};
	return { models, copies, settings: { ...settings } };
}

/** Small networks take the form of attention that is right on every adapter. */
function optionsOf({ pack }: CompileInput): NetworkOptions {
	const activation = pack.precision === 'float32' || !pack.needs.f16 ? 'float32' : 'float16';
	return { activation, attention: 'sliced', policy: FLOAT32 };
}
