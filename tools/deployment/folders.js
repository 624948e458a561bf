/**
 * Where a build goes. LIKENESS_BUILD names another folder than build/, so that a second edition of the app
 * (another LIKENESS_CONFIG) can be built and previewed beside the first. Plain JavaScript: svelte.config.js,
 * which Node reads as it is, imports it.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {{ kit: string, site: string }} SvelteKit's own folder and the finished site's
 */
export function buildFolders(environment = process.env) {
	const site = environment.LIKENESS_BUILD;
	return site ? { kit: `${site}.kit`, site } : { kit: '.svelte-kit', site: 'build' };
}
