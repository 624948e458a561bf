import { parseArgs } from 'node:util';

export const HELP = `Compiles checkpoints into a pack that the app installs from its own origin.

  npm run pack -- <recipe.json>           a recipe: {"pack", "licences", "components"} in the schema of the
                                          catalogue; a component may name its folder on this disk as "local"
  npm run pack -- <id>                    a pack of static/models/catalog.json
  npm run pack -- <files and folders...>  checkpoints, LoRAs, identity adapters, diffusers folders

  --out DIR           the folder of all packs (static/packs); the pack goes into DIR/<id>, DIR/index.json lists it
  --plan              print layers, bytes, operators and costs; read no weights and write nothing
  --full-size NAME    with --plan: the published shapes of sd15-uniportrait, sd15-faceid or bksdm-tiny
  --downloads DIR     where files of hubs are kept (out/downloads)

For files and folders:
  --id ID             of the pack (own)
  --name TEXT         for the person
  --precision P       float32, float16 or small (small)
  --f32               activations in 32 bits, for adapters without half precision
  --scheduler S       lcm, tcd, euler, ddim or dpm++2m (lcm)
  --steps N           (4)
  --guidance G        (1)
  --lora-weight W     how strongly LoRAs are merged (1)

An interrupted run goes on at the first step that it had not written.`;

export interface PackOptions {
	readonly sources: readonly string[];
	readonly out: string;
	readonly downloads: string;
	readonly plan: boolean;
	readonly fullSize: string | undefined;
	readonly help: boolean;
	readonly id: string;
	readonly name: string | undefined;
	readonly precision: string;
	readonly f32: boolean;
	readonly scheduler: string;
	readonly steps: number;
	readonly guidance: number;
	readonly loraWeight: number;
}

/** @throws TypeError for an option that is not there; Error for a number that is none */
export function readOptions(args: readonly string[]): PackOptions {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			out: { type: 'string', default: 'static/packs' },
			downloads: { type: 'string', default: 'out/downloads' },
			plan: { type: 'boolean', default: false },
			'full-size': { type: 'string' },
			help: { type: 'boolean', short: 'h', default: false },
			id: { type: 'string', default: 'own' },
			name: { type: 'string' },
			precision: { type: 'string', default: 'small' },
			f32: { type: 'boolean', default: false },
			scheduler: { type: 'string', default: 'lcm' },
			steps: { type: 'string', default: '4' },
			guidance: { type: 'string', default: '1' },
			'lora-weight': { type: 'string', default: '1' },
		},
	});
	const { 'full-size': fullSize, 'lora-weight': loraWeight, steps, guidance, ...others } = values;
	return {
		...others,
		name: others.name,
		fullSize,
		sources: positionals,
		steps: numberOf('steps', steps),
		guidance: numberOf('guidance', guidance),
		loraWeight: numberOf('lora-weight', loraWeight),
	};
}

function numberOf(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value))
		throw new Error(`--${name} ${text} is no number`);
	return value;
}
