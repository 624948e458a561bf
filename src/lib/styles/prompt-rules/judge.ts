/**
 * Whether words may be drawn: local rules, nothing is sent anywhere. They are made for a tool that draws real people:
 * nudity and sexual content are refused for everybody, and what merely suggests it where a child is meant. Rules on
 * words are no guard against somebody determined; they say plainly what this app is not for.
 */
import type { Text } from '../style';
import { minorAge } from './ages';
import { variantsOf } from './normalise';
import { HARMLESS, MINOR, MINOR_ALWAYS, NUDITY, SEXUAL, SUGGESTIVE } from './terms';

export type RefusalKind = 'nudity' | 'sexual' | 'minor';

export interface Refusal {
	readonly kind: RefusalKind;
	/** The words that were found, as the rules read them. */
	readonly found: readonly string[];
}

/** What to tell the person; the interface shows `found` beside it. */
export const REFUSAL_REASONS: Readonly<Record<RefusalKind, Text>> = {
	nudity: {
		en: 'This asks for nudity. Likeness draws real people, so it does not.',
		'zh-CN': '这段描述要求裸露。像我画的是真人，因此不会画。',
	},
	sexual: {
		en: 'This asks for sexual content. Likeness draws real people, so it does not.',
		'zh-CN': '这段描述要求色情内容。像我画的是真人，因此不会画。',
	},
	minor: {
		en: 'This shows a child in a sexual light. Likeness never draws that.',
		'zh-CN': '这段描述带有对未成年人的性暗示。像我绝不会画。',
	},
};

/**
 * Judges a prompt, a style's name or description. Not for negative prompts, which say what shall not be there.
 * "no nudity" is refused too: text encoders hear the noun and not the "no".
 * @param options minor: the person said that the photo shows a child
 * @returns null when it may be drawn
 */
export function judgePrompt(text: string, { minor = false } = {}): Refusal | null {
	const variants = variantsOf(text);
	const readings = variants.map((variant) =>
		HARMLESS.reduce((left, rule) => left.replace(rule, ' ; '), variant),
	);
	const find = (rules: readonly RegExp[]) => firstFound(rules, readings);

	const always = find(MINOR_ALWAYS);
	if (always) return { kind: 'minor', found: [always] };
	const nudity = find(NUDITY);
	const sexual = find(SEXUAL);
	const wrong = nudity ?? sexual ?? find(SUGGESTIVE);
	if (wrong === null) return null;
	const child = find(MINOR) ?? minorAge(variants[0]);
	if (child !== null || minor) {
		return { kind: 'minor', found: child === null ? [wrong] : [child, wrong] };
	}
	if (nudity) return { kind: 'nudity', found: [nudity] };
	return sexual ? { kind: 'sexual', found: [sexual] } : null;
}

function firstFound(rules: readonly RegExp[], texts: readonly string[]): string | null {
	for (const text of texts) {
		for (const rule of rules) {
			const [first] = text.match(rule) ?? [];
			if (first !== undefined) return first.trim();
		}
	}
	return null;
}
