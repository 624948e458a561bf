import type { GeneratedRecipe, SamplerId } from '$lib/domain/generated';

/** Samplers by the names of AUTOMATIC1111's web interface, and its schedule types where they differ. */
const SAMPLER_NAMES: Readonly<Record<SamplerId, readonly [sampler: string, schedule?: string]>> = {
	lcm: ['LCM'],
	tcd: ['TCD'],
	'euler-leading': ['Euler', 'Normal'],
	'euler-trailing': ['Euler', 'SGM Uniform'],
	'euler-linspace': ['Euler', 'Uniform'],
	ddim: ['DDIM'],
	'dpmpp-2m': ['DPM++ 2M'],
};

/** Hex digits of a model's sha256 that AUTOMATIC1111 writes. */
const SHORT_HASH = 10;

/**
 * How a picture was drawn, as the text that AUTOMATIC1111's web interface writes and many tools read
 * (modules/infotext_utils.py there): the prompt, the negative prompt, and a line of settings. "Model hash" is the
 * beginning of the sha256 of the pack's manifest.
 */
export function parametersText(recipe: GeneratedRecipe): string {
	const [sampler, schedule] = SAMPLER_NAMES[recipe.sampler];
	const settings: [string, string | number | undefined][] = [
		['Steps', recipe.steps],
		['Sampler', sampler],
		['Schedule type', schedule],
		['CFG scale', recipe.guidance],
		['Seed', recipe.seed],
		['Size', `${recipe.width}x${recipe.height}`],
		['Model hash', recipe.packHash.slice(0, SHORT_HASH)],
		['Model', recipe.pack],
		['Denoising strength', recipe.strength < 1 ? round(recipe.strength) : undefined],
		['Identity scale', round(recipe.identityScale)],
		['Style', recipe.style ?? undefined],
		['Version', 'Likeness'],
	];
	return [
		promptText(recipe),
		settings
			.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${quote(value)}`]))
			.join(', '),
	].join('\n');
}

/** The prompt, and where there is one the negative prompt on a second line. */
export function promptText({ prompt, negative }: GeneratedRecipe): string {
	return oneLine(prompt) + (negative ? `\nNegative prompt: ${oneLine(negative)}` : '');
}

/** The lines of the text have meanings: a prompt is one of them. */
function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

/** Values with the signs that divide them stand in quotes, as JSON. */
function quote(value: string | number): string {
	const text = String(value);
	return /[,:\n]/.test(text) ? JSON.stringify(text) : text;
}

function round(value: number): number {
	return Math.round(value * 1e4) / 1e4;
}
