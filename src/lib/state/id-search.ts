import type { IdSpec } from '$lib/domain/id-photo';

/** What a spec is found by: its names, other names, its country in both languages, its pixels and millimetres. */
export function searchText(spec: IdSpec): string {
	const { name, keywords, country, mm, px } = spec;
	const countries = country
		? [country, ...COUNTRY_NAMES.map((names) => nameOf(names, country))]
		: [];
	const sizes = [`${px.width}x${px.height}`, mm ? `${mm.width}x${mm.height}` : ''];
	return fold([name.en, name.zh, ...keywords, ...countries, ...sizes].join(' '));
}

/** The specs that hold every word of a query, in their order. */
export function searchSpecs(specs: readonly IdSpec[], query: string): readonly IdSpec[] {
	const words = fold(query).split(/\s+/).filter(Boolean);
	return specs.filter((spec) => {
		const text = searchText(spec);
		return words.every((word) => text.includes(word));
	});
}

const COUNTRY_NAMES = ['en', 'zh-CN'].map(
	(locale) => new Intl.DisplayNames(locale, { type: 'region' }),
);

function nameOf(names: Intl.DisplayNames, country: string): string {
	return names.of(country) ?? '';
}

/** Case, full width and accents make no difference, nor how a size is written (25×35, 25*35). */
function fold(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/\p{Mark}/gu, '')
		.toLowerCase()
		.replace(/(?<=\d)\s*[×*]\s*(?=\d)/g, 'x');
}
