import { isLocale, locales, overwriteGetLocale, type Locale } from '$lib/paraglide/runtime';

/** Read by static/boot.js too. */
const KEY = 'likeness:locale';

/**
 * The first locale that we have among the languages a browser prefers; any Chinese is Simplified Chinese.
 * @param preferred BCP 47 tags, best first.
 */
export function matchLocale(preferred: readonly string[]): Locale {
	for (const tag of preferred) {
		const language = tag.toLowerCase().split('-')[0];
		const match = locales.find((locale) => locale.toLowerCase().split('-')[0] === language);
		if (match) return match;
	}
	return 'en';
}

function initial(): Locale {
	if (typeof window === 'undefined') return 'en';
	const stored = readStored();
	return isLocale(stored) ? stored : matchLocale(navigator.languages);
}

function readStored(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null; // storage is blocked
	}
}

/** The language of the interface. Messages read it, so every text follows a change without a reload. */
class LocaleState {
	#current = $state<Locale>(initial());

	constructor() {
		overwriteGetLocale(() => this.#current);
		this.#mark();
	}

	get current(): Locale {
		return this.#current;
	}

	/** Changes the language now and remembers it. */
	choose(locale: Locale): void {
		this.#current = locale;
		this.#mark();
		try {
			localStorage.setItem(KEY, locale);
		} catch {
			// Storage is blocked: the choice lasts until the page closes.
		}
	}

	#mark(): void {
		if (typeof document !== 'undefined') document.documentElement.lang = this.#current;
	}
}

export const locale = new LocaleState();
