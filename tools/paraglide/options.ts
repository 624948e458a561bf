import type { CompilerOptions } from '@inlang/paraglide-js';

/**
 * Shared by the Vite plugin and by `npm run messages`. src/lib/state/locale.svelte.ts decides which locale is
 * shown, so that a change needs neither a URL nor a reload; the strategy here is what runs before it.
 */
export const PARAGLIDE: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	outputStructure: 'locale-modules',
	strategy: ['globalVariable', 'baseLocale'],
	emitTsDeclarations: true, // tsconfig.json does not check JavaScript
};
