import { expect, test } from '@playwright/test';

const PAGES = ['/', '/gallery', '/packs', '/settings', '/privacy'];

for (const at of PAGES) {
	test(`${at} keeps to its own content security policy`, async ({ page }) => {
		const violations: string[] = [];
		await page.exposeFunction('reportViolation', (what: string) => violations.push(what));
		await page.addInitScript(() => {
			document.addEventListener('securitypolicyviolation', (event) => {
				const report = (window as unknown as { reportViolation(what: string): void })
					.reportViolation;
				report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
			});
		});
		await page.goto(at);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect(violations).toEqual([]);
	});
}

test('the policy is in the page itself and in the header, and refuses what it should', async ({
	page,
}) => {
	const response = await page.goto('/');
	const header = response!.headers()['content-security-policy'];
	const meta = await page
		.locator('meta[http-equiv="Content-Security-Policy"]')
		.getAttribute('content');
	for (const policy of [header, meta]) {
		expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
		expect(policy).not.toContain('unsafe-inline');
		expect(policy).toContain("worker-src 'self';");
	}
	expect(header).toContain("frame-ancestors 'none'");
	expect(await page.locator('script:not([src])').count()).toBe(0);

	const refused = await page.evaluate(async () => {
		const inline = document.createElement('script');
		inline.textContent = 'window.inlineScriptRan = true';
		document.head.append(inline);
		return {
			elsewhere: await fetch('https://example.com/').then(
				() => false,
				() => true,
			),
			inline: !('inlineScriptRan' in window),
		};
	});
	expect(refused).toEqual({ elsewhere: true, inline: true });
});

test('an unknown address shows our own page and a way back', async ({ page }) => {
	await page.goto('/nowhere');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page does not exist');
	await page.getByRole('button', { name: 'To the studio' }).click();
	await expect(page).toHaveURL(/\/$/);
});
