import type { IdSpec } from '$lib/domain/id-photo';
import { searchSpecs as search } from '$lib/domain/id-spec-search';

const NAMES = ['en', 'zh-CN'].map((locale) => new Intl.DisplayNames(locale, { type: 'region' }));

/** A country in both languages: people search in either. */
const countryName = (code: string) => NAMES.map((names) => names.of(code) ?? '').join(' ');

/** The specs that a query finds, see domain/id-spec-search.ts. */
export const searchSpecs = (specs: readonly IdSpec[], query: string): readonly IdSpec[] =>
	search(specs, query, countryName);
