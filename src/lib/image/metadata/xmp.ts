import type { AnyRecipe } from '$lib/domain/recipe';
import { promptText } from './parameters';
import { recipeFromJson, recipeToJson } from './recipe-json';

/**
 * The label that tells people and services how the picture came to be: IPTC Digital Source Type
 * (https://cv.iptc.org/newscodes/digitalsourcetype/).
 */
const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * Of its terms, "Algorithmically-altered media" is the true one for the instant styles and edited ID photos:
 * "modification or correction by algorithm without changing the main content of the media, initiated or
 * configured by a human". Networks find the landmarks and the mask; no generative model draws, so neither
 * trainedAlgorithmicMedia nor compositeWithTrainedAlgorithmicMedia ("using a Generative AI model") may be
 * claimed, and algorithmicMedia excludes a photo as the source.
 */
export const DIGITAL_SOURCE_TYPE = `${SOURCE_TYPES}algorithmicallyEnhanced`;

/**
 * Every pixel of a generated avatar comes out of a trained model, also where it began from a photo: "Created using
 * Generative AI". The term for edits ("inpainting or outpainting") would say that parts of the photo are still there.
 */
export const GENERATED_SOURCE_TYPE = `${SOURCE_TYPES}trainedAlgorithmicMedia`;

/** The label of a picture of this recipe; null for an ID photo of which no pixel was changed. */
export function sourceTypeOf(recipe: AnyRecipe): string | null {
	if (recipe.kind === 'generated') return GENERATED_SOURCE_TYPE;
	return recipe.kind === 'id-photo' && recipe.mode === 'unaltered' ? null : DIGITAL_SOURCE_TYPE;
}

export const CREATOR_TOOL = 'Likeness';

/** Our own property; XMP (ISO 16684-1, 6.2) asks for a URI and for no page behind it. */
const NAMESPACE = 'urn:x-likeness:xmp:1#';

/**
 * An XMP packet (ISO 16684-1:2019) with the label and, unless it is null, the recipe; of a generated picture also with
 * the properties for such pictures of IPTC Photo Metadata 2025.1.
 * @param label from sourceTypeOf
 */
export function buildXmp(
	recipe: AnyRecipe | null,
	label: string | null = recipe ? sourceTypeOf(recipe) : DIGITAL_SOURCE_TYPE,
): string {
	const properties = {
		'xmp:CreatorTool': CREATOR_TOOL,
		...(label && { 'Iptc4xmpExt:DigitalSourceType': label }),
		...(label === GENERATED_SOURCE_TYPE && {
			'Iptc4xmpExt:AISystemUsed':
				recipe?.kind === 'generated' ? `${CREATOR_TOOL}, ${recipe.pack}` : CREATOR_TOOL,
		}),
		...(recipe?.kind === 'generated' && {
			'Iptc4xmpExt:AIPromptInformation': promptText(recipe),
		}),
		...(recipe && { 'likeness:recipe': recipeToJson(recipe) }),
	};
	return [
		'<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
		'<x:xmpmeta xmlns:x="adobe:ns:meta/">',
		'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
		'<rdf:Description rdf:about=""',
		' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
		' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
		` xmlns:likeness="${NAMESPACE}">`,
		...Object.entries(properties).map(([name, value]) => `<${name}>${escape(value)}</${name}>`),
		'</rdf:Description>',
		'</rdf:RDF>',
		'</x:xmpmeta>',
		'<?xpacket end="r"?>',
	].join('\n');
}

/** The recipe of a packet that buildXmp wrote; null when there is none. */
export function recipeFromXmp(xmp: string): AnyRecipe | null {
	const json = /<likeness:recipe>([^<]*)<\/likeness:recipe>/.exec(xmp)?.[1];
	return json === undefined ? null : recipeFromJson(unescape(json));
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescape(text: string): string {
	return text
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
}
