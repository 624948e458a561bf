import type { NetworkOptions } from '../graph/network';
import { clipText, deriveClipTextConfig, readClipTextConfig } from '../models/clip-text';
import type { Merged } from './loras';
import { packModel, type PackModel } from './model';
import type { PackSettings } from './settings';

/** The text encoder of a pack, where it has one. @throws CompileError */
export function textEncoder(
	found: Merged | null,
	tokenizer: readonly string[],
	options: NetworkOptions,
): { models: PackModel[]; settings: PackSettings['text'] } {
	if (!found) return { models: [], settings: null };
	const { checkpoint, config: json, throughout } = found;
	const config = json ? readClipTextConfig(json) : deriveClipTextConfig(checkpoint);
	const network = clipText(checkpoint, options, config);
	return {
		models: [packModel('text-encoder', network, [found], { throughout })],
		settings: { tokens: config.tokens, width: config.width, tokenizer },
	};
}
