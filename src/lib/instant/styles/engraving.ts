import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { linear, maximum, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { structureFlow } from '$lib/compute/structure-tensor';
import { wideGaussian } from '$lib/compute/wide-gaussian';
import { figureColours } from '../figure-colours';
import { bustFade, engravedTone, hatching, intaglio } from '../passes/engrave';
import { guilloche } from '../passes/guilloche';
import { inks } from '../passes/hex';
import { evenLight, linesOnly } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { firstChannel } from '../passes/pick';
import { uncoated } from '../passes/sheet';
import { relief } from '../relief';
import { choose, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** How a seed prints: colours, lines, lathe work. */
const PRINTS = [
	// Banknote green.
	{
		colours: ['#f2ead6', '#16352b', '#b9cdb5'],
		light: false,
		cell: 5.2,
		turn: 0,
		lobes: 12,
		radius: 0.4,
		rays: 180,
	},
	// Stamp navy with gold lathe work.
	{
		colours: ['#f4efe4', '#1b2a4a', '#e9b949'],
		light: false,
		cell: 4.7,
		turn: -36,
		lobes: 8,
		radius: 0.37,
		rays: 240,
	},
	// Share certificate oxblood.
	{
		colours: ['#f6e7d8', '#4a1420', '#e8a598'],
		light: false,
		cell: 5.8,
		turn: 22,
		lobes: 16,
		radius: 0.42,
		rays: 120,
	},
	// Medal gold on navy: the lines are the light.
	{
		colours: ['#12203a', '#f1d08a', '#24406b'],
		light: true,
		cell: 5.2,
		turn: 0,
		lobes: 12,
		radius: 0.4,
		rays: 180,
	},
] as const;

/** How much of the key lines is held back on open skin and around the mouth. */
const HELD = {
	skin: { gain: 0.75, bias: 0, low: 0, high: 1 },
	mouth: { gain: 0.6, bias: 0, low: 0, high: 1 },
};

/** Lines bent over the face, as on banknotes, on a guilloche ground. */
export const engraving: Style = {
	id: 'engraving',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, signal, onFraction } = context;
	const { scale: px, k, side, planes, centre } = prepared;
	const size = { width: side, height: side };
	const print = choose(PRINTS, seed, 61);
	const cell = vary(print.cell, 4.6, 6, seed, 62);
	const turn = (vary(print.turn, -40, 30, seed, 63) * Math.PI) / 180;
	const lobes = 4 * Math.round(vary(print.lobes, 8, 20, seed, 64) / 4);
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(executor, size, { cell: cell * px, octaves, seed: noiseSeed(seed, use) });
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. Tone with local contrast, cut at knots around the skin's own median.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.2, bias: 0, low: 0, high: 1 });
	const lightness = executor.run(firstChannel, [planes.lab], {});
	const { skin } = await figureColours(executor, prepared);
	const { open, tone } = await executor.scope(async () => {
		const open = openSkin(executor, prepared, detail, skin);
		const fine = gaussian(executor, lightness, 0.8 * px);
		const broad = wideGaussian(executor, lightness, 7 * px);
		const tone = executor.run(engravedTone, [lightness, fine, broad, detail, open], {
			m: skin[0],
			invert: print.light ? 1 : 0,
		});
		return { open, tone };
	});
	await step(0.15);

	// 2. Lines that bend over the relief and run out below the bust.
	const fade = executor.run(bustFade, [], { centre: centre.x, start: 0.84 }, size);
	const hatch = await executor.scope(async () =>
		executor.run(hatching, [tone, await relief(executor, prepared, 10), fade], {
			...centre,
			cell: cell * Math.max(0.85 * px, k),
			cos: Math.cos(turn),
			sin: Math.sin(turn),
		}),
	);
	executor.release(tone);
	await step(0.4);

	// 3. Key lines of the features; around the mouth they stay thin, and light ink has none.
	const lines = await executor.scope(async () => {
		const even = executor.run(
			evenLight,
			[lightness, wideGaussian(executor, lightness, 26 * k)],
			{},
		);
		const drawn = flowLines(
			executor,
			gaussian(executor, even, 0.4 * px),
			structureFlow(executor, planes.image, { derivative: px, integration: 4 * px }),
			dilate(executor, planes.alpha, Math.max(Math.round(12 * px), 1)),
			{
				width: Math.max(0.8 * px, k),
				sharpness: 17,
				threshold: 0.6,
				steepness: 12,
				along: 4 * px,
				reach: Math.round(12 * px),
			},
			px,
		);
		const thin = executor.run(linesOnly, [drawn, wideGaussian(executor, drawn, 6 * px), detail], {
			amount: 0.7,
			keep: 0,
			gain: print.light ? 0 : 1.3,
		});
		const mouth = wideGaussian(executor, dilate(executor, planes.lips, Math.round(11 * k)), 6 * px);
		const held = executor.run(
			maximum,
			[executor.run(linear[1], [open], HELD.skin), executor.run(linear[1], [mouth], HELD.mouth)],
			{},
		);
		return executor.run(
			multiply[1],
			[thin, executor.run(linear[1], [held], { gain: -1, bias: 1, low: 0, high: 1 })],
			{},
		);
	});
	executor.release(open, lightness, detail);
	await step(0.75);

	// 4. Lathe work around the head.
	const rosette = executor.run(
		guilloche,
		[],
		{
			...centre,
			radius: vary(print.radius, 0.36, 0.43, seed, 65),
			swing: 0.03,
			lobes,
			rays: 4 * Math.round(vary(print.rays, 100, 240, seed, 66) / 4),
			weight: 1.5 * px,
		},
		size,
	);
	await step(0.9);

	// 5. Paper and inks.
	const silhouette = executor.run(smoothstepKernel, [gaussian(executor, planes.alpha, 1.2 * px)], {
		low: 0.35,
		high: 0.65,
	});
	const printed = executor.run(
		intaglio,
		[rosette, planes.alpha, silhouette, fade, hatch, lines],
		inks(print.colours),
	);
	const picture = executor.run(
		uncoated,
		[printed, noise(2, 3, 2), noise(3, 90, 3), noise(4, 1.5, 1)],
		{ amount: 0.025 },
	);
	const cutout = executor.run(multiply[1], [silhouette, fade], {});
	await step(1);
	return { picture, cutout };
}
