// Before the first paint: the theme and language that the person chose (src/lib/state/{theme,locale}.svelte.ts).
// A file of its own, because the content security policy allows no inline script.
try {
	const theme = localStorage.getItem('likeness:theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
	const locale = localStorage.getItem('likeness:locale');
	if (locale) document.documentElement.lang = locale;
} catch {
	// Storage is blocked: the system's theme and the browser's language apply.
}
