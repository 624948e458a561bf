import type { Rename } from './view';
import { canonicalAttention } from './vae-attention';

/** AutoencoderKL: LDM numbers the levels of the decoder from the finest, diffusers from the coarsest. */
export const ldmVaeNames: Rename = (names) => {
	const levels = new Set(names.flatMap((name) => /^decoder\.up\.(\d+)\./.exec(name)?.[1] ?? []));
	return (name) => {
		const [, half, rest] = /^(encoder|decoder)\.(.+)$/.exec(name) ?? [];
		if (half === undefined) return /^(post_)?quant_conv\./.test(name) ? name : undefined;
		const canonical = canonicalHalf(rest, levels.size);
		return canonical && `${half}.${canonical}`;
	};
};

function canonicalHalf(name: string, levels: number): string | undefined {
	const [, middle, index, inMiddle] = /^mid\.(block|attn)_(\d+)\.(.+)$/.exec(name) ?? [];
	if (middle === 'block') return `mid_block.resnets.${Number(index) - 1}.${resnet(inMiddle)}`;
	if (middle === 'attn') {
		return `mid_block.attentions.${Number(index) - 1}.${canonicalAttention(inMiddle)}`;
	}
	const [, way, level, rest] = /^(down|up)\.(\d+)\.(.+)$/.exec(name) ?? [];
	if (way !== undefined) {
		const at = way === 'down' ? Number(level) : levels - 1 - Number(level);
		return `${way}_blocks.${at}.${inLevel(rest, way)}`;
	}
	if (/^conv_(in|out)\./.test(name)) return name;
	return name.startsWith('norm_out.') ? `conv_${name}` : undefined;
}

function inLevel(name: string, way: string): string {
	const [, index, rest] = /^block\.(\d+)\.(.+)$/.exec(name) ?? [];
	if (index !== undefined) return `resnets.${index}.${resnet(rest)}`;
	return name.replace(/^(down|up)sample\./, `${way}samplers.0.`);
}

function resnet(name: string): string {
	return name.replace(/^nin_shortcut\./, 'conv_shortcut.');
}
