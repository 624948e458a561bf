/** Finds an age below eighteen in normalised text: "15 year old", "aged 12", "16yo", "seven-year-old", "15岁", "十五岁". */

const WORDS =
	'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen'.split(
		' ',
	);
const ENGLISH = new RegExp(
	`(?<![a-z0-9])(?:(\\d{1,2}|${WORDS.join('|')})[\\s-]*(?:(?:years?|yrs?)[\\s-]*old|y[./]?o)|age[d:]?\\s*(?:of\\s*)?(\\d{1,2}|${WORDS.join('|')}))(?![a-z0-9])`,
	'g',
);
const CHINESE =
	/(?<![\d.])(\d{1,2})\s*(?:周?岁)|(?<![百千万零〇一二三四五六七八九十两])([一二三四五六七八九十两]{1,3})(?:周?岁)/gu;
const DIGITS = '零一二三四五六七八九';

const GROWN = 18;

/** The words that name an age below eighteen, or null. */
export function minorAge(text: string): string | null {
	for (const [found, before, after] of text.matchAll(ENGLISH)) {
		if (numberOf(before ?? after) < GROWN) return found;
	}
	for (const [found, digits, characters] of text.matchAll(CHINESE)) {
		if ((digits ? Number(digits) : hanNumber(characters)) < GROWN) return found;
	}
	return null;
}

function numberOf(word: string): number {
	return /^\d/.test(word) ? Number(word) : WORDS.indexOf(word);
}

/** 1..99 as 五, 十, 十五, 二十, 二十五. */
function hanNumber(characters: string): number {
	const [tens, ones] = characters.replace('两', '二').split('十');
	if (ones === undefined) return DIGITS.indexOf(tens);
	return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}
