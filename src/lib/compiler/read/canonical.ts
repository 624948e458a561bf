import type { Checkpoint } from '../checkpoint';
import { canonicalLdmModel } from './ldm';
import { canonicalAttention, matrixShape } from './vae-attention';
import { renamedView, type Renamed } from './view';

const ATTENTION = /^((?:en|de)coder\.mid_block\.attentions\.\d+\.)(.+)$/;
/** A buffer that transformers once saved: 0, 1, 2, ... */
const POSITION_IDS = /(^|\.)position_ids$/;

/**
 * A checkpoint of one model under the names that its diffusers or transformers class has today: AutoencoderKL
 * files hold the attention as query/key/value/proj_attn, text encoders a buffer `position_ids`; VAEs are also
 * published under the names of LDM.
 */
export function canonicalNames(checkpoint: Checkpoint): Checkpoint {
	const ldm = canonicalLdmModel(checkpoint);
	if (ldm) return ldm;
	const entries = new Map<string, Renamed>();
	for (const source of checkpoint.names()) {
		if (POSITION_IDS.test(source)) continue;
		const [, prefix, rest] = ATTENTION.exec(source) ?? [];
		if (prefix === undefined) entries.set(source, { source });
		else {
			const shape = matrixShape(checkpoint.info(source)!);
			entries.set(prefix + canonicalAttention(rest), { source, shape });
		}
	}
	return renamedView(checkpoint, checkpoint.label, entries);
}

/**
 * One of the two official files of TAESD under the names of diffusers' AutoencoderTiny. The official decoder
 * begins with a clamp, which diffusers does not count as a layer.
 */
export function canonicalTaesd(checkpoint: Checkpoint, half: 'encoder' | 'decoder'): Checkpoint {
	const skipped = half === 'decoder' ? 1 : 0;
	const entries = new Map<string, Renamed>();
	for (const source of checkpoint.names()) {
		const [, index, rest] = /^(\d+)\.(.+)$/.exec(source) ?? [];
		if (index !== undefined) {
			entries.set(`${half}.layers.${Number(index) - skipped}.${rest}`, { source });
		}
	}
	return renamedView(checkpoint, checkpoint.label, entries);
}
