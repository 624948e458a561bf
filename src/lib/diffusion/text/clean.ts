/**
 * Brings text to the form in which CLIP's tokenizer was trained: what ftfy.fix_text does before the slow tokenizer of
 * transformers, but for guessing wrong encodings, which text that was typed here does not have.
 */

/** Ligatures that ftfy takes apart (fix_latin_ligatures). */
const LIGATURES: Readonly<Record<string, string>> = {
	Ĳ: 'IJ',
	ĳ: 'ij',
	ŉ: 'ʼn',
	Ǳ: 'DZ',
	ǲ: 'Dz',
	ǳ: 'dz',
	Ǆ: 'DŽ',
	ǅ: 'Dž',
	ǆ: 'dž',
	Ǉ: 'LJ',
	ǈ: 'Lj',
	ǉ: 'lj',
	Ǌ: 'NJ',
	ǋ: 'Nj',
	ǌ: 'nj',
	ﬀ: 'ff',
	ﬁ: 'fi',
	ﬂ: 'fl',
	ﬃ: 'ffi',
	ﬄ: 'ffl',
	ﬅ: 'ſt',
	ﬆ: 'st',
};
const LIGATURE = new RegExp(`[${Object.keys(LIGATURES).join('')}]`, 'gu');

/** Of the entities of HTML those that people paste; numbers are read too. */
const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
	copy: '©',
	reg: '®',
	trade: '™',
	hellip: '…',
	mdash: '—',
	ndash: '–',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	eacute: 'é',
	egrave: 'è',
	agrave: 'à',
	ccedil: 'ç',
	ntilde: 'ñ',
	auml: 'ä',
	ouml: 'ö',
	uuml: 'ü',
	szlig: 'ß',
};

/** Full-width and half-width forms, and the ideographic space. */
const WIDE = /[\uff01-\uffef\u3000]/gu;
/** What changes nothing that one sees: controls, deprecated format characters, tags, the byte order mark. */
const CONTROLS =
	// eslint-disable-next-line no-control-regex -- these are the characters that are meant
	/[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc\u{e0001}\u{e0020}-\u{e007f}]/gu;

/** One line, lower case. */
export function cleanPrompt(text: string): string {
	// 1. Entities; text with tags in it is taken for HTML and left alone.
	let clean = text.includes('<') ? text : unescape(text);
	// 2. Letters that are drawn together or wide, and curly quotes.
	clean = clean
		.replace(LIGATURE, (ligature) => LIGATURES[ligature])
		.replace(WIDE, (wide) => wide.normalize('NFKC'))
		.replace(/[\u02bc\u2018-\u201b]/gu, "'")
		.replace(/[\u201c-\u201f]/gu, '"');
	// 3. Terminal colours, controls, one form of accents.
	clean = clean
		// eslint-disable-next-line no-control-regex -- the escape character is meant
		.replace(/\u001b\[(?:\d{1,3}(?:;\d{0,3})*)?[a-zA-Z]/gu, '')
		.replace(CONTROLS, '')
		.normalize('NFC');
	// 4. Spaces as Python sees them; controls went before.
	return clean
		.replace(/[\s\u0085]+/gu, ' ')
		.trim()
		.toLowerCase();
}

function unescape(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,8}));/gu,
		(whole, dec, hex, name) => {
			if (name) return ENTITIES[name as string] ?? whole;
			const code = dec ? parseInt(dec as string, 10) : parseInt(hex as string, 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}
