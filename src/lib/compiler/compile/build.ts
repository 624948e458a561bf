import type { NetworkOptions } from '../graph/network';
import { FLOAT32 } from '../quantise/policy';
import { autoencoder } from './autoencoder';
import { openComponents, readNamed, withRole } from './component';
import type { CompileInput } from './contract';
import type { PackParts } from './plan';
import { portSettings, type PackSettings } from './settings';
import { textEncoder } from './text-encoder';

/** Builds the networks of a pack from the headers of its files. @throws CompileError */
export async function buildParts(input: CompileInput, signal?: AbortSignal): Promise<PackParts> {
	const components = await openComponents(input, signal);
	const options = optionsOf(input);
	const text = textEncoder(withRole(components, 'text-encoder'), options);
	const vae = autoencoder(withRole(components, 'vae'), options);
	const models = [...text.models, ...vae.models];
	const copies = input.files.filter(({ component }) => component.role === 'tokenizer');
	const { precision, sampling } = input.pack;
	const settings: PackSettings = {
		precision,
		activation: options.activation,
		sampling: {
			...sampling,
			config: (await readNamed(input, 'scheduler_config.json', signal)) ?? null,
			guidanceWidth: null,
		},
		text: text.settings,
		identity: { kind: 'none', tokens: 0, layers: 0, scale: 0 },
		latents: vae.settings,
		sizes: { least: 256, most: 768, step: 64 },
		ports: portSettings(models),
	};
	return { models, copies, settings: { ...settings } };
}

function optionsOf({ pack }: CompileInput): NetworkOptions {
	const activation = pack.precision === 'float32' || !pack.needs.f16 ? 'float32' : 'float16';
	return { activation, attention: 'sliced', policy: FLOAT32 };
}
