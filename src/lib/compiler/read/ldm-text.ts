import type { Rename } from './view';

/** The names of transformers' CLIPTextModel; files of its first versions lack the outer module. */
export const canonicalText: Rename = () => (name) => {
	if (/(^|\.)position_ids$/.test(name)) return undefined;
	return name.startsWith('text_model.') ? name : `text_model.${name}`;
};
