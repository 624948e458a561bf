import { describe, expect, test } from 'vitest';
import { accountFiles } from '../../../src/lib/compiler/plan/account';
import { fullSizePlan } from '../../../tools/pack/full-size';
import { describePlan } from '../../../tools/pack/report';

/**
 * Tensors that go to two weights: both halves of GEGLU, norms that are folded into their neighbours, and matrices that
 * take the shift of a norm into a bias.
 */
const TAKEN_APART =
	/ff\.net\.0\.proj\.(weight|bias)$|attentions\.\d+\.proj_in\.weight$|running_(mean|var)$|_layer\.\d+\.(weight|bias)$/;

describe.each([
	['sd15-uniportrait', { unet: 859.52, 'text-encoder': 123.06, identity: 89.09 }],
	['sd15-faceid', { unet: 859.52, 'text-encoder': 123.06, identity: 48.35 }],
	['bksdm-tiny', { unet: 323.38, 'text-encoder': 123.06 }],
])('%s at full size', (name, parameters) => {
	test('takes every tensor once, or says why not', async () => {
		const accounts = accountFiles(await fullSizePlan(name));
		const millions = accounts.map(({ component, values }) => [component, values / 1e6] as const);
		expect(Object.fromEntries(millions)).toMatchObject(
			Object.fromEntries(
				Object.entries(parameters).map(([role, count]) => [role, expect.closeTo(count, 2)]),
			),
		);
		for (const { repeated, unused } of accounts) {
			expect(repeated.filter((tensor) => !TAKEN_APART.test(tensor))).toEqual([]);
			expect(unused.filter(({ reason }) => reason.startsWith('no network'))).toEqual([]);
		}
	});

	test('is described without reading weights', async () => {
		const text = describePlan(await fullSizePlan(name));
		expect(text).toMatch(/unet-fused: \d+ nodes/);
		expect(text).toMatch(/unet\.0\.bin: \d+/);
	});
});

test('one step of the UNet costs what is known of it', async () => {
	const text = describePlan(await fullSizePlan('sd15-faceid'));
	const [, cost] = /unet-fused:[^]*?costs: ([\d.]+) GMAC/.exec(text)!;
	// Without identity 401 GMAC are published for 512 x 512, keys and values of the text included.
	expect(Number(cost)).toBeGreaterThan(395);
	expect(Number(cost)).toBeLessThan(405);
});
