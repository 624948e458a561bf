/** Read by static/boot.js too. */
const KEY = 'likeness:theme';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

function stored(): Theme {
	try {
		const value = localStorage.getItem(KEY);
		return THEMES.find((theme) => theme === value) ?? 'system';
	} catch {
		return 'system'; // storage is blocked, or there is no browser
	}
}

/** Light or dark: the system's choice unless the person overrides it. */
class ThemeState {
	#current = $state<Theme>(stored());

	get current(): Theme {
		return this.#current;
	}

	choose(theme: Theme): void {
		this.#current = theme;
		if (theme === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		try {
			localStorage.setItem(KEY, theme);
		} catch {
			// Storage is blocked: the choice lasts until the page closes.
		}
	}

	/** System, light, dark, and round again. */
	next(): void {
		this.choose(THEMES[(THEMES.indexOf(this.#current) + 1) % THEMES.length]);
	}
}

export const theme = new ThemeState();
