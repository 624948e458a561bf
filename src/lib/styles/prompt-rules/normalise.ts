/** Makes one writing of the many in which people write the same words, so that rules need not know them. */

/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
	...{
		а: 'a',
		в: 'b',
		е: 'e',
		к: 'k',
		м: 'm',
		н: 'h',
		о: 'o',
		р: 'p',
		с: 'c',
		т: 't',
		у: 'y',
		х: 'x',
	},
	...{
		ѕ: 's',
		і: 'i',
		ј: 'j',
		ԁ: 'd',
		ո: 'n',
		α: 'a',
		ε: 'e',
		ι: 'i',
		κ: 'k',
		ν: 'v',
		ο: 'o',
		ρ: 'p',
	},
	...{ τ: 't', υ: 'u', χ: 'x', ɡ: 'g', ı: 'i', ł: 'l', ø: 'o', æ: 'ae', ß: 'ss' },
};

/** Traditional characters that stand in the rules as simplified ones. */
const SIMPLIFIED: Readonly<Record<string, string>> = {
	...{
		體: '体',
		脫: '脱',
		內: '内',
		褲: '裤',
		愛: '爱',
		黃: '黄',
		圖: '图',
		歲: '岁',
		蘿: '萝',
		學: '学',
	},
	...{
		蕩: '荡',
		溝: '沟',
		誘: '诱',
		亂: '乱',
		處: '处',
		陰: '阴',
		莖: '茎',
		兒: '儿',
		嬰: '婴',
		襪: '袜',
	},
	...{
		絲: '丝',
		掛: '挂',
		穿: '穿',
		沒: '没',
		濕: '湿',
		視: '视',
		雞: '鸡',
		騷: '骚',
		姦: '奸',
		褻: '亵',
	},
	...{
		賣: '卖',
		倫: '伦',
		獸: '兽',
		點: '点',
		頭: '头',
		暈: '晕',
		妝: '妆',
		膚: '肤',
		齡: '龄',
		裡: '里',
	},
};

/** Digits and signs that stand for letters. */
const LEET: Readonly<Record<string, string>> = {
	...{ '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
	...{ '@': 'a', $: 's', '€': 'e', '+': 't' },
};

/**
 * The ways in which a text may be meant; a rule that fits one of them fits the text. The first is the plain one:
 * compatibility forms (full width), case, accents, invisible characters, lookalikes and traditional characters are
 * gone. The others undo digits for letters, signs within words, letters apart and letters repeated.
 */
export function variantsOf(text: string): string[] {
	const plain = [...text.normalize('NFKD').toLowerCase().normalize('NFKD')]
		.filter((c) => !/[\p{Mn}\p{Cf}]/u.test(c))
		.map((c) => LOOKALIKES[c] ?? SIMPLIFIED[c] ?? c)
		.join('')
		.normalize('NFC');
	const readings = [plain, unleet(plain, 'i'), unleet(plain, 'l')].flatMap((reading) => [
		reading,
		closeUp(reading),
	]);
	const unstretched = readings.flatMap((reading) => [
		reading.replace(/([a-z])\1{2,}/g, '$1'),
		reading.replace(/([a-z])\1{2,}/g, '$1$1'),
	]);
	const all = [...readings, ...unstretched];
	return [...new Set([...all, ...all.map(joinHan)])];
}

/** Undoes digits for letters in words that have letters; a 1, a ! or a | is `one`. */
function unleet(text: string, one: 'i' | 'l'): string {
	return text.replace(/[a-z0-9@$€+!|]+/g, (word) => {
		if (!/[a-z]/.test(word) || /^\d+(?:k|d|mm|st|nd|rd|th|s|yo|y)$/.test(word)) return word;
		return [...word].map((c) => ('1!|'.includes(c) ? one : (LEET[c] ?? c))).join('');
	});
}

/** Joins single letters that stand apart ("n u d e", "n.u.d.e"), and words with signs inside ("nu*de", "na-ked"). */
function closeUp(text: string): string {
	return text
		.replace(/(?<![a-z])[a-z](?:[\s._\-*+/|,~'"`]+[a-z](?![a-z])){2,}/g, (letters) =>
			letters.replace(/[^a-z]/g, ''),
		)
		.replace(/(?<=[a-z])[._\-*+/|~'"`]+(?=[a-z])/g, '');
}

/** Takes out what stands between two Chinese characters, if it is no letter or digit, and no end of a phrase. */
function joinHan(text: string): string {
	return text.replace(/(?<=\p{Script=Han})[\s._\-*+/|~·•'"`]+(?=\p{Script=Han})/gu, '');
}
