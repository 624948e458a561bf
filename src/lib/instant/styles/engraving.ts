import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { linear, maximum, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { structureFlow } from '$lib/compute/structure-tensor';
import { figureColours } from '../figure-colours';
import { bustFade, engravedTone, hatching, intaglio } from '../passes/engrave';
import { guilloche } from '../passes/guilloche';
import { inks } from '../passes/hex';
import { evenLight, linesOnly } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { firstChannel } from '../passes/pick';
import { uncoated } from '../passes/sheet';
import { relief } from '../relief';
import { engraving as controls } from '$lib/domain/styles/engraving';
import { oklabOfHex } from '$lib/compute/oklab';
import { choose, chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** Lathe work around the head, in the order of the controls' backdrops. radius: of the rosette, in sides. */
const LATHES = [
	{ lobes: 12, radius: 0.4, rays: 180 },
	{ lobes: 8, radius: 0.37, rays: 240 },
	{ lobes: 16, radius: 0.42, rays: 120 },
	// The rosette shrinks to less than nothing: rays alone.
	{ lobes: 0, radius: -1, rays: 150 },
] as const;

/** How a seed prints: palette, lathe work, lines. */
const PRINTS = [
	{ palette: 0, lathe: 0, cell: 5.2, turn: 0 },
	{ palette: 1, lathe: 1, cell: 4.7, turn: -36 },
	{ palette: 2, lathe: 2, cell: 5.8, turn: 22 },
	{ palette: 3, lathe: 0, cell: 5.2, turn: 0 },
] as const;

/** How much of the key lines is held back on open skin and around the mouth. */
const HELD = {
	skin: { gain: 0.75, bias: 0, low: 0, high: 1 },
	mouth: { gain: 0.6, bias: 0, low: 0, high: 1 },
};

/** Lines twice as far apart are no longer a face: the weight goes half the way. */
const CELL_POWER = 0.6;

/** Lines bent over the face, as on banknotes, on a guilloche ground. */
export const engraving: Style = {
	id: 'engraving',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, k, side, planes, centre } = prepared;
	const size = { width: side, height: side };
	const print = choose(PRINTS, seed, 61);
	const colours = controls.palettes[(tuning.palette ?? print.palette) % controls.palettes.length];
	// Light ink on dark paper: the lines are the light.
	const light = oklabOfHex(colours[1])[0] > oklabOfHex(colours[0])[0];
	const cell = vary(print.cell, 4.6, 6, seed, 62) * (tuning.weight ?? 1) ** CELL_POWER;
	const turn = (vary(print.turn, -40, 30, seed, 63) * Math.PI) / 180;
	const lathe = latheOf(context, print.lathe);
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
		const broad = gaussian(executor, lightness, 7 * px);
		const tone = executor.run(engravedTone, [lightness, fine, broad, detail, open], {
			m: skin[0],
			invert: light ? 1 : 0,
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
		const even = executor.run(evenLight, [lightness, gaussian(executor, lightness, 26 * k)], {});
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
		const thin = executor.run(linesOnly, [drawn, gaussian(executor, drawn, 6 * px), detail], {
			amount: 0.7,
			keep: 0,
			gain: light ? 0 : 1.3,
		});
		const mouth = gaussian(executor, dilate(executor, planes.lips, Math.round(11 * k)), 6 * px);
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
			...lathe,
			swing: 0.03,
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
		inks(colours),
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

/** The lathe work that was chosen, or the seed's. */
function latheOf({ seed, tuning }: DrawContext, named: number) {
	if (tuning.backdrop !== undefined) return chosen(LATHES, tuning.backdrop, seed, 61);
	const { lobes, radius, rays } = LATHES[named];
	return {
		lobes: 4 * Math.round(vary(lobes, 8, 20, seed, 64) / 4),
		radius: vary(radius, 0.36, 0.43, seed, 65),
		rays: 4 * Math.round(vary(rays, 100, 240, seed, 66) / 4),
	};
}
