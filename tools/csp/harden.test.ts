import { expect, test } from 'vitest';
import { hardenPage, headersFile } from './harden.ts';
import { BUILT_IN_HUBS } from '../../src/lib/domain/hubs';
import { contentPolicy } from './policy.ts';

const POLICY = contentPolicy(BUILT_IN_HUBS);

const harden = (html: string) => hardenPage(html, POLICY.meta);
const page = (body: string, head = '<meta charset="utf-8" />') =>
	`<!doctype html><html><head>\n\t\t${head}\n\t</head><body>${body}</body></html>`;
const bootstrap = '<script>\n\t\timport("./_app/immutable/start.js");\n\t</script>';

test('the inline script becomes a file beside the page', () => {
	const { html, script } = harden(page(bootstrap));
	expect(script?.code).toBe('import("./_app/immutable/start.js");\n');
	expect(html).toContain(`<script src="./${script?.name}"></script>`);
	expect(html).not.toMatch(/<script>/);
});

test('a page deeper down loads the file from where it lies', () => {
	const { html, script } = harden(page(bootstrap.replace('./_app', '../_app')));
	expect(html).toContain(`src="../${script?.name}"`);
});

test('the name follows the content', () => {
	const other = bootstrap.replace('start.js', 'begin.js');
	const names = [bootstrap, bootstrap, other].map((code) => harden(page(code)).script?.name);
	expect(names[0]).toBe(names[1]);
	expect(names[0]).not.toBe(names[2]);
});

test('the policy comes before everything that it shall hold for', () => {
	const { html } = harden(page('', '<meta charset="utf-8" /><script src="a.js"></script>'));
	expect(html.indexOf(POLICY.meta)).toBeGreaterThan(html.indexOf('charset'));
	expect(html.indexOf(POLICY.meta)).toBeLessThan(html.indexOf('a.js'));
});

test.each([
	['two inline scripts', page(`${bootstrap}<script>let a;</script>`)],
	['an inline style element', page('<style>p{}</style>')],
	['a style attribute', page('<p style="color:red">x</p>')],
	['an inline handler', page('<p onclick="go()">x</p>')],
	['no head', '<p>x</p>'],
])('%s is refused', (_, html) => {
	expect(() => harden(html)).toThrow();
});

test('scripts come from our own files and nowhere else', () => {
	expect(POLICY.meta).toContain("script-src 'self' 'wasm-unsafe-eval';");
	expect(POLICY.meta).not.toContain('unsafe-inline');
	expect(headersFile(POLICY.headers)).toContain("frame-ancestors 'none'");
});
