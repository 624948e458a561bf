import { expect, test } from 'vitest';
import { hardenPage, headersFile } from './harden.ts';
import { META_POLICY } from './policy.ts';

const page = (body: string, head = '<meta charset="utf-8" />') =>
	`<!doctype html><html><head>\n\t\t${head}\n\t</head><body>${body}</body></html>`;
const bootstrap = '<script>\n\t\timport("./_app/immutable/start.js");\n\t</script>';

test('the inline script becomes a file beside the page', () => {
	const { html, script } = hardenPage(page(bootstrap));
	expect(script?.code).toBe('import("./_app/immutable/start.js");\n');
	expect(html).toContain(`<script src="./${script?.name}"></script>`);
	expect(html).not.toMatch(/<script>/);
});

test('a page deeper down loads the file from where it lies', () => {
	const { html, script } = hardenPage(page(bootstrap.replace('./_app', '../_app')));
	expect(html).toContain(`src="../${script?.name}"`);
});

test('the name follows the content', () => {
	const other = bootstrap.replace('start.js', 'begin.js');
	const names = [bootstrap, bootstrap, other].map((code) => hardenPage(page(code)).script?.name);
	expect(names[0]).toBe(names[1]);
	expect(names[0]).not.toBe(names[2]);
});

test('the policy comes before everything that it shall hold for', () => {
	const { html } = hardenPage(page('', '<meta charset="utf-8" /><script src="a.js"></script>'));
	expect(html.indexOf(META_POLICY)).toBeGreaterThan(html.indexOf('charset'));
	expect(html.indexOf(META_POLICY)).toBeLessThan(html.indexOf('a.js'));
});

test.each([
	['two inline scripts', page(`${bootstrap}<script>let a;</script>`)],
	['an inline style element', page('<style>p{}</style>')],
	['a style attribute', page('<p style="color:red">x</p>')],
	['an inline handler', page('<p onclick="go()">x</p>')],
	['no head', '<p>x</p>'],
])('%s is refused', (_, html) => {
	expect(() => hardenPage(html)).toThrow();
});

test('scripts come from our own files and nowhere else', () => {
	expect(META_POLICY).toContain("script-src 'self' 'wasm-unsafe-eval';");
	expect(META_POLICY).not.toContain('unsafe-inline');
	expect(META_POLICY).not.toContain('http');
	expect(headersFile()).toContain("frame-ancestors 'none'");
});
