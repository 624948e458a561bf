import { createHash } from 'node:crypto';

/** A page without inline script, and the file that its script went into. */
export interface HardenedPage {
	readonly html: string;
	/** Null when the page had no inline script. */
	readonly script: { readonly name: string; readonly code: string } | null;
}

const SCRIPT = /<script(?<attributes>[^>]*)>(?<code>[\s\S]*?)<\/script>/g;

/**
 * Moves the inline script of a built page into a file beside the page and puts the policy into its
 * head. The file must lie in the page's own folder: the script imports relative to itself.
 * @param policy of the meta element
 * Throws when the page has several inline scripts, an inline style or handler, or no head,
 * because a page like that would be broken by the policy.
 */
export function hardenPage(page: string, policy: string): HardenedPage {
	const inline = [...page.matchAll(SCRIPT)].filter(
		({ groups }) => !/\ssrc=/.test(groups!.attributes),
	);
	if (inline.length > 1) throw new Error(`${inline.length} inline scripts, one is expected`);
	const [found] = inline;
	let html = page;
	let script: HardenedPage['script'] = null;
	if (found) {
		const code = dedent(found.groups!.code);
		const hash = createHash('sha256').update(code).digest('hex').slice(0, 10);
		script = { name: `start.${hash}.js`, code };
		const folder = /import\("(?<folder>.*?)_app\//.exec(code)?.groups?.folder ?? './';
		// A classic script, run where it stands: the bootstrap needs document.currentScript.
		html = html.replace(found[0], `<script src="${folder}${script.name}"></script>`);
	}
	const refused = /<style[\s>]|<[^>]+\s(?:style|on[a-z]+)=/.exec(html);
	if (refused) throw new Error(`the policy refuses ${refused[0]}`);
	if (!html.includes('<head>')) throw new Error('no <head>');
	const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
	// First in the head, since a policy does not hold for what stands before it. Charset stays first.
	html = html.replace(/<head>(\s*<meta charset="[^"]*"\s*\/?>)?/, (head) => `${head}\n\t\t${meta}`);
	return { html, script };
}

function dedent(code: string): string {
	const lines = code.split('\n').filter((line) => line.trim());
	const indent = Math.min(...lines.map((line) => /^\t*/.exec(line)![0].length));
	return lines.map((line) => line.slice(indent)).join('\n') + '\n';
}

/** The `_headers` file that Netlify, Cloudflare Pages and others read. */
export function headersFile(headers: Readonly<Record<string, string>>): string {
	return [
		'/*',
		...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
		'/_app/immutable/*',
		'  Cache-Control: public, max-age=31536000, immutable',
		'/service-worker.js',
		'  Cache-Control: no-cache',
		'',
	].join('\n');
}
