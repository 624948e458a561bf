import type { Checkpoint } from '../checkpoint';

/** Families of models whose parts go together. */
export type Base = 'sd1' | 'sd2' | 'sdxl' | 'sd3' | 'flux';

export const BASES: Readonly<Record<Base, { readonly name: string; readonly textWidth?: number }>> =
	{
		sd1: { name: 'Stable Diffusion 1', textWidth: 768 },
		sd2: { name: 'Stable Diffusion 2', textWidth: 1024 },
		sdxl: { name: 'SDXL', textWidth: 2048 },
		sd3: { name: 'Stable Diffusion 3' },
		flux: { name: 'Flux' },
	};

export type UnetVariant =
	| 'full'
	| 'lcm' // takes the guidance as an input
	| 'bk-sdm-base'
	| 'bk-sdm-small'
	| 'bk-sdm-tiny'
	| 'sdxs';

const VARIANTS: Readonly<Record<UnetVariant, string>> = {
	full: 'a UNet',
	lcm: 'a latent consistency UNet (with a guidance embedding)',
	'bk-sdm-base': 'a BK-SDM base UNet',
	'bk-sdm-small': 'a BK-SDM small UNet',
	'bk-sdm-tiny': 'a BK-SDM tiny UNet',
	sdxs: 'an SDXS UNet',
};

/** Which UNet2DConditionModel, or none; by the blocks that it has. */
export function recogniseUnet(
	checkpoint: Checkpoint,
): { readonly variant: UnetVariant; readonly description: string } | undefined {
	const has = (name: string) => checkpoint.info(name) !== undefined;
	if (!has('conv_in.weight') || !has('down_blocks.0.resnets.0.conv1.weight')) return undefined;
	const variant = variantOf(has);
	const width = textWidth(checkpoint);
	const base = baseOfWidth(width);
	const reads = width === undefined ? '' : ` whose cross-attention is ${width} wide`;
	const of = base ? ` of ${BASES[base].name}` : reads;
	const inputs = checkpoint.info('conv_in.weight')!.shape[1];
	const extra = inputs === 4 ? '' : `, with ${inputs} input channels`;
	return { variant, description: `${VARIANTS[variant]}${of}${extra}` };
}

function variantOf(has: (name: string) => boolean): UnetVariant {
	const isFirstPlain = !has('down_blocks.0.attentions.0.norm.weight');
	const hasMiddle = has('mid_block.resnets.0.conv1.weight');
	if (has('time_embedding.cond_proj.weight')) return 'lcm';
	if (isFirstPlain && !hasMiddle) return 'sdxs';
	// SDXL begins without attention too. The compressed ones have one layer a block going down.
	if (isFirstPlain || has('down_blocks.0.resnets.1.conv1.weight')) return 'full';
	if (hasMiddle) return 'bk-sdm-base';
	return has('down_blocks.3.resnets.0.conv1.weight') ? 'bk-sdm-small' : 'bk-sdm-tiny';
}

/** The family whose text is that wide. */
export function baseOfWidth(width: number | undefined): Base | undefined {
	if (width === undefined) return undefined;
	return (Object.keys(BASES) as Base[]).find((base) => BASES[base].textWidth === width);
}

/** How wide the text is that cross-attention reads: of a UNet, a LoRA or an adapter, in any naming. */
export function textWidth(checkpoint: Checkpoint): number | undefined {
	const name = checkpoint.names().find((name) => READS_TEXT.test(name));
	return name === undefined ? undefined : checkpoint.info(name)!.shape[1];
}

/** Keys of cross-attention, the first factor of their change, and those of the identity beside them. */
const READS_TEXT =
	/attn2[._](processor\.)?to_k(_lora|\.lora)?[._]?(lora_)?(down\.|A\.|lora_A\.)?weight$|^(ip|faceid)_adapter\.\d+\.to_k_(ip|faceid)\.weight$/;
