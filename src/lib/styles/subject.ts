/** Who is in the photo, as the person says it; 'person' says nothing. */
export const SUBJECTS = ['person', 'woman', 'man', 'child'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What a prompt's placeholders become. Articles stand in the prompt: no word begins with a vowel. */
const WORDS: Readonly<Record<string, Readonly<Record<Subject, string>>>> = {
	subject: { person: 'person', woman: 'woman', man: 'man', child: 'child' },
	/** The same somebody at another age. */
	kid: { person: 'child', woman: 'girl', man: 'boy', child: 'child' },
	teen: { person: 'teenager', woman: 'teenage girl', man: 'teenage boy', child: 'teenager' },
	grown: { person: 'person', woman: 'woman', man: 'man', child: 'person' },
};

/** Names that a prompt may have between braces; `traits` is for styles that draw them. */
export const PLACEHOLDERS: readonly string[] = [...Object.keys(WORDS), 'traits'];

/**
 * The prompt with its placeholders filled in.
 * @param traits words for {traits}
 * @throws RangeError for a placeholder that nobody knows, or {traits} without traits
 */
export function fillPrompt(prompt: string, subject: Subject, traits = ''): string {
	return prompt.replace(/\{([^{}]*)\}/g, (_, name: string) => {
		if (name === 'traits' && traits) return traits;
		if (Object.hasOwn(WORDS, name)) return WORDS[name][subject];
		throw new RangeError(`the prompt has {${name}}, which nothing fills in`);
	});
}

/**
 * How many tokens CLIP makes of a text, without the two that mark its ends: a guess, at most six too low for the prompts of the catalogue. Long
 * words count as several, as its vocabulary holds few of them. A prompt has room for PROMPT_TOKENS.
 */
export function estimateTokens(text: string): number {
	const pieces = text.toLowerCase().match(/\p{Script=Han}|[\p{L}]+|\p{N}|[^\s\p{L}\p{N}]+/gu) ?? [];
	return pieces.reduce((sum, piece) => {
		if (/\p{Script=Han}/u.test(piece)) return sum + 2;
		return sum + (piece.length > 9 ? Math.ceil(piece.length / 6) : 1);
	}, 0);
}

/** Tokens of CLIP's 77 that are left for words. */
export const PROMPT_TOKENS = 75;
