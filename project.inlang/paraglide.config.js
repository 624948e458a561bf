/**
 * Shared by the Vite plugin and by `npx paraglide-js compile`. src/lib/state/locale.svelte.ts decides which
 * locale is shown, so that a change needs neither a URL nor a reload; the strategy here is what runs before it.
 */
export default {
	outdir: './src/lib/paraglide',
	outputStructure: 'locale-modules',
	strategy: ['globalVariable', 'baseLocale'],
	emitReadme: false,
	// tsconfig.json does not check JavaScript.
	emitTsDeclarations: true,
};
