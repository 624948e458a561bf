/**
 * Single-file checkpoints of the latent-diffusion code base (LDM, "civitai files"): three models under the
 * names that its classes had. Structure: CompVis/latent-diffusion, openaimodel.py and model.py.
 */
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { canonicalText } from './ldm-text';
import { ldmUnetNames } from './ldm-unet';
import { ldmVaeNames } from './ldm-vae';
import { matrixShape } from './vae-attention';
import { renamedView, type Rename, type Renamed } from './view';

const UNET = 'model.diffusion_model.';
const VAE = 'first_stage_model.';
const TEXT = 'cond_stage_model.transformer.';

/** The models of a single-file checkpoint, under canonical diffusers and transformers names. */
export interface LdmParts {
	readonly unet: Checkpoint;
	/** Absent from files that were saved without it. */
	readonly vae?: Checkpoint;
	readonly textEncoder?: Checkpoint;
	/** Tensors of none of the three: moving averages, the training schedule. */
	readonly unused: readonly string[];
}

export function isLdm(checkpoint: Checkpoint): boolean {
	return checkpoint.info(`${UNET}input_blocks.0.0.weight`) !== undefined;
}

/** @throws CompileError 'mismatch' for what is no such checkpoint, 'unsupported' for the text encoder of SD2 */
export function splitLdm(checkpoint: Checkpoint): LdmParts {
	if (!isLdm(checkpoint)) {
		const message = `${checkpoint.label}: no single-file checkpoint: ${UNET}input_blocks.0.0.weight is missing`;
		throw new CompileError('mismatch', message);
	}
	const used = new Set<string>();
	const view = (part: string, prefix: string, rename: Rename): Checkpoint | undefined => {
		const entries = canonicalEntries(checkpoint, prefix, rename);
		for (const { source } of entries.values()) used.add(source);
		return entries.size
			? renamedView(checkpoint, `${checkpoint.label} (${part})`, entries)
			: undefined;
	};
	const names = checkpoint.names();
	if (names.some((name) => name.startsWith('cond_stage_model.model.'))) {
		const message = `${checkpoint.label}: the OpenCLIP text encoder of an SD2 single file is not read; use its diffusers folder`;
		throw new CompileError('unsupported', message);
	}
	return {
		unet: view('unet', UNET, ldmUnetNames)!,
		vae: view('vae', VAE, ldmVaeNames),
		textEncoder: view('text encoder', TEXT, canonicalText),
		unused: names.filter((name) => !used.has(name)),
	};
}

/** A file of one model alone under the names of LDM, as its VAEs are published; undefined for any other. */
export function canonicalLdmModel(checkpoint: Checkpoint): Checkpoint | undefined {
	const has = (name: string) => checkpoint.info(name) !== undefined;
	const view = (rename: Rename) =>
		renamedView(checkpoint, checkpoint.label, canonicalEntries(checkpoint, '', rename));
	if (has('input_blocks.0.0.weight')) return view(ldmUnetNames);
	return has('decoder.up.0.block.0.norm1.weight') ? view(ldmVaeNames) : undefined;
}

function canonicalEntries(
	checkpoint: Checkpoint,
	prefix: string,
	rename: Rename,
): ReadonlyMap<string, Renamed> {
	const own = checkpoint.names().filter((name) => name.startsWith(prefix));
	const canonical = rename(own.map((name) => name.slice(prefix.length)));
	const entries = new Map<string, Renamed>();
	for (const source of own) {
		const name = canonical(source.slice(prefix.length));
		if (name === undefined) continue;
		const known = entries.get(name);
		if (known) {
			const message = `${checkpoint.label}: ${known.source} and ${source} are the same tensor, ${name}`;
			throw new CompileError('damaged', message);
		}
		const isMatrix = /\.mid_block\.attentions\.\d+\.to_/.test(name) && rename === ldmVaeNames;
		entries.set(name, {
			source,
			shape: isMatrix ? matrixShape(checkpoint.info(source)!) : undefined,
		});
	}
	return entries;
}
