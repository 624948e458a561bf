import type { IdSpec } from './id-photo';

/**
 * The specs that every word of a query is found in: name (zh, en), pinyin and its initials, country, kind, size
 * ("35x45", "413 531"). Those whose name begins with the query come first; an empty query finds all.
 * @param countryName the country in the interface's language, from its code
 */
export function searchSpecs(
	specs: readonly IdSpec[],
	query: string,
	countryName: (code: string) => string = (code) => code,
): readonly IdSpec[] {
	const words = normal(query).split(/\s+/).filter(Boolean);
	const whole = words.join(' ');
	const found = specs.filter((spec) => {
		const text = textOf(spec, countryName);
		return words.every((word) => text.includes(word));
	});
	const rank = ({ name, keywords }: IdSpec) => {
		const names = [name.zh, name.en, ...keywords].map(normal);
		if (names.includes(whole)) return 0;
		return names.some((own) => own.startsWith(whole)) ? 1 : 2;
	};
	return whole ? found.toSorted((a, b) => rank(a) - rank(b)) : found;
}

function textOf(spec: IdSpec, countryName: (code: string) => string): string {
	const { name, keywords, country, kind, mm, px } = spec;
	return normal(
		[
			name.zh,
			name.en,
			...keywords,
			country ? `${country} ${countryName(country)}` : '',
			kind,
			mm ? `${mm.width}x${mm.height}` : '',
			`${px.width}x${px.height}`,
		].join(' '),
	);
}

/** Lower case, full-width forms as plain ones, sizes with a plain x. */
function normal(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(/(\d)\s*[x×*]\s*(\d)/g, '$1x$2');
}
