import type { AnyRecipe } from '$lib/domain/recipe';
import { readJpeg } from '../header/jpeg';
import { readPng } from '../header/png';
import { readWebp } from '../header/webp';
import { addJpegXmp, readJpegXmp } from './jpeg-xmp';
import { addPngTexts, readPngText } from './png-text';
import { recipeFromJson, recipeToJson } from './recipe-json';
import { addWebpXmp, readWebpXmp } from './webp-xmp';
import { buildXmp, recipeFromXmp } from './xmp';

/** Keyword of XMP in PNG (ISO 16684-3). */
const PNG_XMP = 'XML:com.adobe.xmp';
/** The recipe alone, for tools that read PNG texts and no XMP. */
const PNG_RECIPE = 'likeness:recipe';

/**
 * The same PNG, JPEG or WebP file with the label of xmp.ts and, unless it is null, the recipe.
 * @throws TypeError for other files
 */
export async function embedMetadata(file: Blob, recipe: AnyRecipe | null): Promise<Blob> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const xmp = buildXmp(recipe);
	if (readPng(bytes)) {
		const texts = { [PNG_XMP]: xmp, ...(recipe && { [PNG_RECIPE]: recipeToJson(recipe) }) };
		return new Blob([addPngTexts(bytes, texts)], { type: 'image/png' });
	}
	if (readJpeg(bytes)) return new Blob([addJpegXmp(bytes, xmp)], { type: 'image/jpeg' });
	if (readWebp(bytes)) return new Blob([addWebpXmp(bytes, xmp)], { type: 'image/webp' });
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
