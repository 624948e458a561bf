/**
 * Address of the site's root, with a slash at its end. A worker knows no page and no base path, but its
 * own address: below `_app` in the built site, below `src` in development.
 */
export function siteRoot(workerAddress: string): string {
	const { origin, pathname } = new URL(workerAddress);
	const [below] = pathname.split(/\/(?:_app|src)\//);
	return below === pathname ? `${origin}/` : `${origin}${below}/`;
}
