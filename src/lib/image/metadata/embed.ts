import type { AnyRecipe } from '$lib/domain/recipe';
import { readJpeg } from '../header/jpeg';
import { readPng } from '../header/png';
import { readWebp } from '../header/webp';
import { addJpegXmp, readJpegXmp } from './jpeg-xmp';
import { parametersText } from './parameters';
import { addPngPlainText, addPngTexts, readPngText } from './png-text';
import { recipeFromJson, recipeToJson } from './recipe-json';
import { addJpegComment, exifComment } from './user-comment';
import { addWebpXmp, readWebpXmp } from './webp-xmp';
import { buildXmp, recipeFromXmp, sourceTypeOf } from './xmp';

/** Keyword of XMP in PNG (ISO 16684-3). */
const PNG_XMP = 'XML:com.adobe.xmp';
/** The recipe alone, for tools that read PNG texts and no XMP. */
const PNG_RECIPE = 'likeness:recipe';

/** Keyword of the text by which AUTOMATIC1111's web interface says how it drew. */
const PNG_PARAMETERS = 'parameters';

/**
 * The same PNG, JPEG or WebP file with the label of xmp.ts and, if `keep` says so, the recipe; that of a generated
 * picture also as the text that tools for such pictures read (parameters.ts): in PNG texts, or the Exif user comment.
 * @throws TypeError for other files
 */
export async function embedMetadata(file: Blob, recipe: AnyRecipe, keep: boolean): Promise<Blob> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const xmp = buildXmp(keep ? recipe : null, sourceTypeOf(recipe));
	const parameters = keep && recipe.kind === 'generated' ? parametersText(recipe) : null;
	if (readPng(bytes)) {
		const texts = { [PNG_XMP]: xmp, ...(keep && { [PNG_RECIPE]: recipeToJson(recipe) }) };
		const labelled = addPngTexts(bytes, texts);
		const png = parameters ? addPngPlainText(labelled, PNG_PARAMETERS, parameters) : labelled;
		return new Blob([png], { type: 'image/png' });
	}
	if (readJpeg(bytes)) {
		const labelled = addJpegXmp(bytes, xmp);
		const jpeg = parameters ? addJpegComment(labelled, parameters) : labelled;
		return new Blob([jpeg], { type: 'image/jpeg' });
	}
	if (readWebp(bytes)) {
		const webp = addWebpXmp(bytes, xmp, parameters ? exifComment(parameters) : null);
		return new Blob([webp], { type: 'image/webp' });
	}
	throw new TypeError(`no metadata can be written into ${file.type || 'this file'}`);
}

/** The recipe of an avatar that Likeness exported; null for every other file, however broken. */
export async function readRecipe(file: Blob): Promise<AnyRecipe | null> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	try {
		if (readPng(bytes)) {
			const json = readPngText(bytes, PNG_RECIPE);
			return json ? recipeFromJson(json) : recipeFromXmp(readPngText(bytes, PNG_XMP) ?? '');
		}
		if (readJpeg(bytes)) return recipeFromXmp(readJpegXmp(bytes) ?? '');
		if (readWebp(bytes)) return recipeFromXmp(readWebpXmp(bytes) ?? '');
	} catch (error) {
		if (!(error instanceof RangeError)) throw error; // a length beyond the end
	}
	return null;
}
