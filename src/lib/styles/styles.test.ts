import { describe, expect, test } from 'vitest';
import { blindBoxOdds, openBlindBox, RARITY_WEIGHTS } from './blind-box';
import { findStyle, GENERATED_STYLES } from './catalogue';
import {
	checkPrompt,
	copyOfStyle,
	exportOwnStyle,
	MAX_OWN_STYLE_BYTES,
	NEW_STYLE_LOOK,
	OwnStyleError,
	parseOwnStyle,
	type OwnStyle,
} from './own-style';
import { freeRecipeOf, recipeOf, sizeOf, type PackFacts } from './plan';
import { CURVE_SHAPES, steer } from './steering';
import { RARITIES } from './style';
import { fillPrompt } from './subject';
import { drawTraits, rarityOf, TRAITS, traitWords } from './traits';

const DRAWS = 20_000;

describe('a blind box', () => {
	test('holds each style as often as its odds say', () => {
		const odds = blindBoxOdds(GENERATED_STYLES);
		expect(odds.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
		const counts = new Map<string, number>();
		for (let seed = 0; seed < DRAWS; seed++) {
			const { id } = openBlindBox(GENERATED_STYLES, seed);
			counts.set(id, (counts.get(id) ?? 0) + 1);
		}
		// Chi squared over styles: mean n - 1, standard deviation sqrt(2 (n - 1)); five of them is one in a million.
		const freedom = GENERATED_STYLES.length - 1;
		const chi = GENERATED_STYLES.reduce((sum, { id }, i) => {
			const expected = odds[i] * DRAWS;
			return sum + ((counts.get(id) ?? 0) - expected) ** 2 / expected;
		}, 0);
		expect(chi).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom));
		expect(chi).toBeGreaterThan(freedom - 5 * Math.sqrt(2 * freedom));
	});

	test('is as rare as it says, also where a rarity is missing', () => {
		const toys = GENERATED_STYLES.filter(({ group }) => group === 'toy');
		const odds = blindBoxOdds(toys);
		const share = (rarity: string) =>
			toys.reduce((sum, toy, i) => sum + (toy.rarity === rarity ? odds[i] : 0), 0);
		for (const rarity of RARITIES) expect(share(rarity)).toBeCloseTo(RARITY_WEIGHTS[rarity] / 100);
		const plain = toys.filter(({ rarity }) => rarity !== 'legendary');
		expect(blindBoxOdds(plain).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
		expect(openBlindBox(plain, 5)).toBe(openBlindBox(plain, 5));
		expect(() => openBlindBox([], 1)).toThrow(RangeError);
	});
});

describe('traits', () => {
	test.each(TRAITS.cyber.map((trait, i) => [trait.id, trait, i] as const))(
		'%s come as often as they say',
		(_, trait, i) => {
			const total = trait.options.reduce((sum, { weight }) => sum + weight, 0);
			const counts = new Map<string, number>();
			for (let seed = 0; seed < DRAWS; seed++) {
				const { option } = drawTraits('cyber', seed)[i];
				counts.set(option.id, (counts.get(option.id) ?? 0) + 1);
			}
			for (const { id, weight } of trait.options) {
				const p = weight / total;
				const sigma = Math.sqrt(DRAWS * p * (1 - p));
				expect(Math.abs((counts.get(id) ?? 0) - DRAWS * p), id).toBeLessThan(5 * sigma);
			}
		},
	);

	test('do not go together: one says nothing of the other', () => {
		let both = 0;
		let first = 0;
		let second = 0;
		for (let seed = 0; seed < DRAWS; seed++) {
			const drawn = drawTraits('cyber', seed);
			const a = drawn[0].option.id === 'natural';
			const b = drawn[1].option.id === 'plain';
			first += Number(a);
			second += Number(b);
			both += Number(a && b);
		}
		expect(Math.abs(both / DRAWS - (first / DRAWS) * (second / DRAWS))).toBeLessThan(0.02);
	});

	test('have a rarity, and words of those that show', () => {
		const drawn = TRAITS.cyber.map((trait) => ({ trait, option: trait.options[1], share: 0.1 }));
		expect(rarityOf(drawn)).toBeCloseTo(1e-4);
		expect(traitWords(drawn)).toContain('hair with neon streaks, mirrored glasses');
		const none = TRAITS.cyber.map((trait) => ({ trait, option: trait.options[0], share: 1 }));
		expect(traitWords(none)).toBe('natural hair, black leather jacket');
	});
});

describe('the slider', () => {
	test('in the middle is the style, and likeness never falls as it rises', () => {
		for (const { id, look } of GENERATED_STYLES) {
			expect(steer(look, 0.5).strength, id).toBeCloseTo(look.strength, 12);
			expect(steer(look, 0.5).identityScale, id).toBeCloseTo(look.identityScale, 12);
			for (let at = 0.1; at <= 1; at += 0.1) {
				const [less, more] = [steer(look, at - 0.1), steer(look, Math.min(at, 1))];
				expect(more.strength, id).toBeLessThanOrEqual(less.strength);
				expect(more.identityScale, id).toBeGreaterThanOrEqual(less.identityScale);
			}
		}
	});

	test('stays within what recipes allow, whatever the style', () => {
		for (const curve of CURVE_SHAPES) {
			for (const strength of [0.1, 0.6, 1]) {
				for (const likeness of [0, 1]) {
					const steered = steer({ strength, identityScale: 1.5, curve }, likeness);
					expect(steered.strength).toBeGreaterThanOrEqual(0.1);
					expect(steered.strength).toBeLessThanOrEqual(1);
					expect(steered.identityScale).toBeLessThanOrEqual(1.5);
				}
			}
		}
		const style = GENERATED_STYLES[0].look;
		for (const wrong of [-0.1, 1.1, NaN]) expect(() => steer(style, wrong)).toThrow(RangeError);
	});
});

describe('a recipe', () => {
	const PACK: PackFacts = {
		pack: 'studio',
		hash: 'a'.repeat(64),
		defaults: { sampler: 'lcm', steps: 4, guidance: 1 },
		sizes: { least: 256, most: 768, step: 64 },
	};
	const CHOICES = { seed: 11, subject: 'woman', likeness: 0.5, side: 512 } as const;

	test('says everything', () => {
		const style = findStyle('ukiyo-e')!;
		expect(recipeOf(style, PACK, CHOICES)).toEqual({
			version: 1,
			kind: 'generated',
			pack: 'studio',
			packHash: PACK.hash,
			style: 'ukiyo-e',
			prompt: style.look.prompt.replace('{subject}', 'woman'),
			negative: style.look.negative,
			seed: 11,
			sampler: 'lcm',
			steps: 6,
			guidance: 1,
			strength: style.look.strength,
			identityScale: style.look.identityScale,
			width: 448,
			height: 640,
		});
	});

	test('of a collectible says the traits of its seed', () => {
		const style = findStyle('cyber-street')!;
		for (const seed of [1, 2, 3]) {
			expect(recipeOf(style, PACK, { ...CHOICES, seed }).prompt).toContain(
				traitWords(drawTraits('cyber', seed)),
			);
		}
	});

	test('of a free prompt has no style', () => {
		const look = { ...NEW_STYLE_LOOK, prompt: 'a {subject} on the moon' };
		expect(freeRecipeOf(look, PACK, CHOICES)).toMatchObject({
			style: null,
			prompt: 'a woman on the moon',
		});
	});

	test.each([
		['1:1', 512, [512, 512]],
		['3:4', 512, [448, 576]],
		['2:3', 512, [448, 640]],
		['1:1', 384, [384, 384]],
		['2:3', 1024, [768, 768]],
		['2:3', 256, [256, 320]],
	] as const)('%s at %i fits the grid of the pack', (aspect, side, [width, height]) => {
		expect(sizeOf(aspect, side, PACK.sizes)).toEqual({ width, height });
	});

	test('the same somebody at another age', () => {
		const prompt = findStyle('age-child')!.look.prompt;
		expect(fillPrompt(prompt, 'woman')).toContain('six year old girl');
		expect(fillPrompt(prompt, 'person')).toContain('six year old child');
		expect(() => fillPrompt('a {colour} hat', 'man')).toThrow(RangeError);
	});
});

describe("a style of one's own", () => {
	const STYLE: Omit<OwnStyle, 'id'> = {
		name: '星空 night',
		description: 'Stars',
		look: { ...NEW_STYLE_LOOK, prompt: 'portrait of a {subject} under a starry sky' },
		pack: 'own-anime',
	};
	const text = exportOwnStyle(STYLE);
	const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });

	test('goes into a file and comes back', () => {
		expect(parseOwnStyle(text, 'own:1')).toEqual({ id: 'own:1', ...STYLE });
		const { pack, ...anyPack } = STYLE;
		expect(pack).toBeDefined();
		expect(parseOwnStyle(exportOwnStyle(anyPack), 'own:2')).toEqual({ id: 'own:2', ...anyPack });
	});

	test('every style of the catalogue can be the beginning of one', () => {
		for (const style of GENERATED_STYLES) {
			const copy = exportOwnStyle(copyOfStyle(style, 'mine'));
			expect(() => parseOwnStyle(copy, 'own:3'), style.id).not.toThrow();
		}
	});

	test.each([
		['too-large', 'x'.repeat(MAX_OWN_STYLE_BYTES + 1), null],
		['not-json', '{"format"', null],
		['not-a-style', '[]', 'format'],
		['not-a-style', 'null', 'format'],
		['not-a-style', '{"format":"likeness-pack"}', 'format'],
		['newer', changed({ version: 2 }), 'version'],
		['field', changed({ version: 'one' }), 'version'],
		['field', changed({ name: '' }), 'name'],
		['field', changed({ name: 'x'.repeat(61) }), 'name'],
		['field', changed({ strength: 7 }), 'strength'],
		['field', changed({ strength: null }), 'strength'],
		['field', changed({ prompt: ['a'] }), 'prompt'],
		['field', changed({ aspect: '16:9' }), 'aspect'],
		['field', changed({ pack: '../x' }), 'pack'],
		['field', changed({ onload: 'alert(1)' }), 'onload'],
		['placeholder', changed({ prompt: 'a {traits} hat' }), 'prompt'],
		['placeholder', changed({ prompt: 'a {__proto__} hat' }), 'prompt'],
		['too-long', changed({ prompt: 'red '.repeat(80) }), 'prompt'],
	])('%s: %#', (problem, file, field) => {
		let error: unknown;
		try {
			parseOwnStyle(file, 'own:4');
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toBeInstanceOf(OwnStyleError);
		expect(error).toMatchObject({ problem, field });
	});

	test('a prompt that fits is fine', () => {
		expect(() => checkPrompt('portrait of a {subject}, {grown}, ink')).not.toThrow();
	});
});
