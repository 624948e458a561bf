/** What the tensors of a LoRA file are called in the formats of kohya, peft and diffusers. */

/** The component that a LoRA changes. */
export type LoraTarget = 'unet' | 'text-encoder';

export type LoraPart = 'down' | 'up' | 'alpha';

const PARTS: readonly (readonly [RegExp, LoraPart])[] = [
	[/\.lora_down\.weight$/, 'down'], // kohya
	[/\.lora_up\.weight$/, 'up'],
	[/\.lora_A(\.\w+)?\.weight$/, 'down'], // peft, with the adapter's name where peft itself saved it
	[/\.lora_B(\.\w+)?\.weight$/, 'up'],
	[/(\.lora|_lora|\.lora_linear_layer)\.down\.weight$/, 'down'], // diffusers before peft
	[/(\.lora|_lora|\.lora_linear_layer)\.up\.weight$/, 'up'],
	[/(\.lora|_lora|\.lora_linear_layer)?\.alpha$/, 'alpha'],
];

/** Kinds of adapters that are no product of two matrices. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
	[/\.hada_/, 'LoHa'],
	[/\.lokr_/, 'LoKr'],
	[/\.(oft|boft)_/, 'OFT'],
	[/\.(dora_scale|lora_magnitude_vector)/, 'DoRA'],
	[/\.lora_mid\./, 'LoCon with a Tucker decomposition'],
	[/\.[ab][12]\.weight$/, 'GLoRA'],
	[/\.on_input$/, 'IA3'],
	[/\.diff(_b)?$/, 'a LoRA with whole differences'],
	[/\.lora_B(\.\w+)?\.bias$/, 'a LoRA with biases'],
	[/\.(w|b)_norm$/, 'a LoRA of norms'],
];

/** `stem` is the module's name in the format of the file. */
export function parseTensorName(name: string): { stem: string; part: LoraPart } | undefined {
	for (const [pattern, part] of PARTS) {
		if (pattern.test(name)) return { stem: name.replace(pattern, ''), part };
	}
	return undefined;
}

export function otherKind(name: string): string | undefined {
	return OTHER_KINDS.find(([pattern]) => pattern.test(name))?.[1];
}

/** By which component a stem goes to, for those that fit none of its modules. */
export function targetOf(stem: string): LoraTarget {
	return /^(lora_te\d?_|(base_model\.model\.)?text_encoder|(base_model\.model\.)?text_model)/.test(
		stem,
	)
		? 'text-encoder'
		: 'unet';
}

const DOTTED = {
	unet: ['unet.', '', 'base_model.model.', 'base_model.model.unet.'],
	'text-encoder': ['text_encoder.', '', 'base_model.model.', 'base_model.model.text_encoder.'],
} as const;
const UNDERSCORED = { unet: 'lora_unet_', 'text-encoder': 'lora_te_' } as const;

/**
 * All stems that mean a module. Made from the canonical path, never parsed back: in kohya's names dots and
 * underscores are the same.
 */
export function stemsOf(path: string, target: LoraTarget): string[] {
	const dotted = [path, ...processorNames(path)];
	return [
		UNDERSCORED[target] + path.replaceAll('.', '_'),
		...dotted.flatMap((name) => DOTTED[target].map((prefix) => prefix + name)),
	];
}

/** Diffusers before peft named the layers of attention by their processor, without the index of `to_out.0`. */
function processorNames(path: string): string[] {
	const [, unet, layer] = /^(.+\.attn[12])\.(to_q|to_k|to_v|to_out)(?:\.0)?$/.exec(path) ?? [];
	if (unet !== undefined) return [`${unet}.processor.${layer}`, `${unet}.${layer}`];
	const [, text, projection] = /^(.+\.self_attn)\.(q|k|v|out)_proj$/.exec(path) ?? [];
	return text === undefined ? [] : [`${text}.to_${projection}`];
}
