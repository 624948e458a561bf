/** Relative to the project. */
export interface BuildFolders {
	/** SvelteKit's own: what it writes before the adapter copies it. */
	readonly kit: string;
	/** The finished site. */
	readonly site: string;
}

export function buildFolders(
	environment?: Readonly<Record<string, string | undefined>>,
): BuildFolders;
