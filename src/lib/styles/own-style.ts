/** Styles that people make, keep and pass on as a file. */
import * as v from 'valibot';
import { LookSchema, type GeneratedStyle, type Look } from './style';
import { estimateTokens, PLACEHOLDERS, PROMPT_TOKENS, fillPrompt } from './subject';

export const OWN_STYLE_EXTENSION = '.likeness-style.json';
/** A style is text; what is longer is something else. */
export const MAX_OWN_STYLE_BYTES = 16_384;
const FORMAT = 'likeness-style';

const OwnStyleFileSchema = v.strictObject({
	format: v.literal(FORMAT),
	version: v.literal(1),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
	description: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
	...LookSchema.entries,
	/** Id of the pack that it was made for: a checkpoint or LoRA of the person's; other packs draw it as they can. */
	pack: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/))),
});

export interface OwnStyle {
	/** 'own:' and a random id; stands in recipes. */
	readonly id: `own:${string}`;
	readonly name: string;
	readonly description: string;
	readonly look: Look;
	readonly pack?: string;
}

/** What somebody gets when they begin a style of their own. */
export const NEW_STYLE_LOOK: Look = {
	prompt: 'portrait of a {subject}, ',
	negative: 'nude, nsfw, deformed, bad anatomy, text, watermark, lowres, blurry',
	strength: 0.6,
	identityScale: 0.8,
	curve: 'even',
	aspect: '1:1',
	extraSteps: 0,
};

export type OwnStyleProblem =
	| 'too-large' // more than MAX_OWN_STYLE_BYTES
	| 'not-json'
	| 'not-a-style' // another kind of file
	| 'newer' // written by a later version
	| 'field' // `field` is missing or breaks the rules
	| 'placeholder' // the prompt has braces that nothing fills in
	| 'too-long'; // more than CLIP reads

/** The message is English and says what is wrong with which field; the interface words the problem. */
export class OwnStyleError extends Error {
	override readonly name = 'OwnStyleError';
	constructor(
		readonly problem: OwnStyleProblem,
		message: string,
		/** Of the file: "prompt", "strength" ... */
		readonly field: string | null = null,
	) {
		super(message);
	}
}

/** The style as the text of a file that parseOwnStyle reads. */
export function exportOwnStyle({ name, description, look, pack }: Omit<OwnStyle, 'id'>): string {
	return (
		JSON.stringify({ format: FORMAT, version: 1, name, description, ...look, pack }, null, '\t') +
		'\n'
	);
}

/**
 * Reads a shared style. Whether its words may be drawn is decided by prompt-rules, not here.
 * @param id the id that it gets here: 'own:' and something random
 * @throws OwnStyleError
 */
export function parseOwnStyle(text: string, id: OwnStyle['id']): OwnStyle {
	// 1. A short JSON object of our kind and version.
	if (new TextEncoder().encode(text).length > MAX_OWN_STYLE_BYTES) {
		throw new OwnStyleError('too-large', `a style has at most ${MAX_OWN_STYLE_BYTES} bytes`);
	}
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new OwnStyleError('not-json', 'the file is not JSON');
	}
	const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
	if (format !== FORMAT)
		throw new OwnStyleError('not-a-style', 'the file holds no Likeness style', 'format');
	if (typeof version === 'number' && version > 1) {
		throw new OwnStyleError('newer', `version ${version} is newer than this app`, 'version');
	}
	// 2. Every field within its bounds, and no others.
	const result = v.safeParse(OwnStyleFileSchema, json, { abortEarly: true });
	if (!result.success) {
		const [issue] = result.issues;
		const field = v.getDotPath(issue);
		throw new OwnStyleError('field', `${field ?? 'the file'}: ${issue.message}`, field);
	}
	// 3. A prompt that can be filled in and read to its end.
	const {
		name,
		description,
		pack,
		prompt,
		negative,
		strength,
		identityScale,
		curve,
		aspect,
		extraSteps,
	} = result.output;
	checkPrompt(prompt);
	const look: Look = { prompt, negative, strength, identityScale, curve, aspect, extraSteps };
	return { id, name, description, look, ...(pack !== undefined && { pack }) };
}

/**
 * Whether a prompt template of a person's can be used as it stands.
 * @throws OwnStyleError 'placeholder' or 'too-long'
 */
export function checkPrompt(prompt: string): void {
	const unknown = [...prompt.matchAll(/\{([^{}]*)\}/g)].find(
		([, name]) => name === 'traits' || !PLACEHOLDERS.includes(name),
	);
	if (unknown) {
		throw new OwnStyleError('placeholder', `nothing fills in ${unknown[0]}`, 'prompt');
	}
	const tokens = estimateTokens(fillPrompt(prompt, 'person'));
	if (tokens > PROMPT_TOKENS) {
		const message = `about ${tokens} tokens; the text encoder reads ${PROMPT_TOKENS}`;
		throw new OwnStyleError('too-long', message, 'prompt');
	}
}

/** A catalogue style as the beginning of one's own. */
export function copyOfStyle(style: GeneratedStyle, name: string): Omit<OwnStyle, 'id'> {
	return {
		name,
		description: '',
		look: { ...style.look, prompt: style.look.prompt.replace('{traits}, ', '') },
	};
}
