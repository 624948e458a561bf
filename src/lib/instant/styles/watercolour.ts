import { bilateral } from '$lib/compute/bilateral';
import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { kuwahara } from '$lib/compute/kuwahara';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabToSrgb, srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, maximum, multiply } from '$lib/compute/pointwise';
import { structureFlow } from '$lib/compute/structure-tensor';
import { figureColours, bestByContrast } from '../figure-colours';
import { linesOnly, pencil } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { ink, inks } from '../passes/hex';
import { firstChannel } from '../passes/pick';
import { coldPressed, glaze } from '../passes/sheet';
import { frayedEdge, granulation, pigment, washShape, washTone } from '../passes/wash';
import { addDrops, scatterDrops, tornEllipse, twoPigments } from '../passes/wet-backdrop';
import { displace, wobble } from '../passes/wobble';
import { watercolour as controls } from '$lib/domain/styles/watercolour';
import { choose, chosen } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

type Pair = readonly [string, string];

/** For each named seed two pairs of pigments to choose from, as indices into the palettes. */
const PIGMENTS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/**
 * The wash behind the head, in the order of the controls' backdrops; lengths are shares of the side.
 * across, up, shift: its size and place; torn: its edge; along: its pigments side by side or one above the other.
 */
const WASHES = [
	// Two clouds beside the head.
	{ across: 0.47, up: 0.5, shift: 0, torn: 1.15, along: 0, drops: 46 },
	// A sky above.
	{ across: 0.68, up: 0.36, shift: -0.16, torn: 1, along: 0, drops: 30 },
	// A wash that nearly fills the sheet.
	{ across: 0.62, up: 0.62, shift: 0, torn: 0.8, along: 1, drops: 18 },
	// Thrown on, with many drops.
	{ across: 0.5, up: 0.46, shift: -0.05, torn: 1.45, along: 1, drops: 80 },
] as const;

/**
 * How a seed paints the bust. wet, below, runs: where it begins to run out (from the top, or from the chin if
 * that is lower) and over what height, in sides; lead: strength of the pencil.
 */
const BUSTS = [
	{ wet: 0.8, below: 0.06, runs: 0.17, lead: 1 },
	// Gone early.
	{ wet: 0.6, below: -0.02, runs: 0.16, lead: 1.25 },
	{ wet: 0.86, below: 0.08, runs: 0.16, lead: 0.8 },
	// A sketch: below the face only pencil.
	{ wet: 0.5, below: -0.12, runs: 0.16, lead: 2.1 },
] as const;

/** Mesh point of the chin. */
const CHIN = 152;

/** Pigment gathers less in a face than in hair and clothes. */
const CALM_SKIN = { gain: 0.7, bias: 0, low: 0, high: 1 };
/** How much of the pencil is held back around the mouth. */
const HELD_MOUTH = { gain: 0.85, bias: 0, low: 0, high: 1 };

const PENCIL = '#3b2a2e';

/** A portrait in transparent washes over pencil, on cold-pressed paper (Bousseau et al. 2006). */
export const watercolour: Style = {
	id: 'watercolour',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, side, centre, planes, k } = prepared;
	const size = { width: side, height: side };
	const behind = chosen(WASHES, tuning.backdrop, seed, 61);
	const bust = choose(BUSTS, seed, 61);
	const weight = tuning.weight ?? 1;
	// The more alike, the finer the brush: twice and half at the ends.
	const brush = 2 ** (1 - 2 * (tuning.likeness ?? 0.5));
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(executor, size, { cell: cell * px, octaves, seed: noiseSeed(seed, use) });
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. An unsteady hand moves everything but the features.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.15, bias: 0, low: 0, high: 1 });
	const face = gaussian(executor, planes.face, 8 * px);
	const { matte, image } = await executor.scope(async () => {
		const moved = executor.run(wobble, [noise(1, 26, 3), noise(2, 26, 3), detail, face], {
			reach: 3.5 * px,
		});
		return {
			matte: executor.run(displace[1], [planes.alpha, moved], {}),
			image: executor.run(displace[3], [planes.image, moved], {}),
		};
	});
	await step(0.05);

	// 2. Flat regions, then brush dabs along the forms; finer where there is detail.
	const dabs = await executor.scope(async () => {
		const flat = bilateral(executor, image, matte, {
			iterations: 3,
			range: 0.1,
			spatial: 5 * Math.min(brush, 1.4) * px,
		});
		await step(0.25);
		const flow = structureFlow(executor, flat, { derivative: px, integration: 4 * px });
		await step(0.35);
		const radius = executor.run(linear[1], [detail], {
			gain: (2.6 - 5.5) * brush * px,
			bias: 5.5 * brush * px,
			low: 0,
			high: 5.5 * brush * px,
		});
		const source = executor.run(lerp[3], [flat, image, detail], {});
		return kuwahara(executor, source, flow, executor.run(multiply[1], [radius, matte], {}));
	});
	executor.release(image);
	await step(0.5);

	// 3. The tone of layered washes, hues drifting wet in wet.
	const { tones, lightness } = await executor.scope(async () => {
		const lab = executor.run(srgbToOklab, [dabs], {});
		const tones = executor.run(
			washTone,
			[lab, detail, noise(5, 110, 2), noise(6, 110, 2), face],
			{},
		);
		const sharp = executor.run(firstChannel, [tones], {});
		return { tones, lightness: gaussian(executor, sharp, 1.3 * px) };
	});
	executor.release(dabs);
	await step(0.6);

	// 4. Where the figure is painted: the bust runs out along noise.
	const broad = noise(7, 150, 4);
	const chin = prepared.landmarks[3 * CHIN + 1] / side;
	const wet = Math.max(bust.wet, chin + bust.below);
	const grain = await executor.scope(async () =>
		executor.run(granulation, [noise(22, 2.6, 2), noise(23, 45, 4)], {}),
	);
	const { wash, figure } = await executor.scope(async () => {
		const softFace = gaussian(executor, planes.face, 20 * px);
		const shape = executor.run(washShape, [matte, broad, softFace], {
			centre: centre.x,
			wet,
			dry: wet + bust.runs,
		});
		const wash = executor.run(frayedEdge, [gaussian(executor, shape, 1.6 * px), noise(8, 9, 2)], {
			fray: 0.1,
		});
		const rim = gaussian(executor, wash, 2 * px);
		const calm = executor.run(maximum, [detail, executor.run(linear[1], [face], CALM_SKIN)], {});
		const figure = executor.run(
			pigment,
			[executor.run(oklabToSrgb, [tones], {}), lightness, wash, rim, grain, calm],
			{ scale: px },
		);
		return { wash, figure };
	});
	executor.release(tones, lightness, matte, face);
	await step(0.7);

	// 5. Two pigments behind the head, chosen to stand off from hair and clothes.
	const figureTones = await figureColours(executor, prepared);
	const pigments =
		tuning.palette === undefined
			? bestByContrast<Pair>(
					choose(PIGMENTS, seed, 62).map((index) => controls.palettes[index]),
					(pair) => pair,
					() => figureTones,
				)
			: chosen<Pair>(controls.palettes, tuning.palette, seed, 62);
	const back = await executor.scope(async () => {
		const cloud = executor.run(tornEllipse, [broad, noise(11, 40, 3)], {
			x: centre.x,
			y: centre.y + behind.shift * side,
			radiusX: behind.across * side,
			radiusY: behind.up * side,
			torn: behind.torn,
		});
		const drops = scatterDrops(behind.drops, noiseSeed(seed, 77), {
			...centre,
			side,
			scale: px,
		});
		const shape = executor.run(addDrops, [cloud, executor.upload(drops)], {});
		const soft = gaussian(executor, shape, 2.5 * px);
		return executor.run(twoPigments, [shape, soft, noise(14, 120, 4), noise(13, 200, 2), grain], {
			...inks(pigments),
			along: behind.along,
		});
	});
	executor.release(broad, grain);
	await step(0.8);

	// 6. Pencil under the paint, kept off open skin and the mouth, where it turns grotesque.
	const lines = await executor.scope(async () =>
		flowLines(
			executor,
			gaussian(executor, executor.run(firstChannel, [planes.lab], {}), 0.5 * px),
			structureFlow(executor, planes.image, { derivative: px, integration: 3 * px }),
			dilate(executor, planes.alpha, Math.max(Math.round(10 * px), 1)),
			{
				width: 0.9 * Math.sqrt(weight) * px,
				sharpness: 18,
				threshold: 0.7,
				steepness: 9,
				along: 3.5 * px,
				reach: Math.round(10 * px),
			},
			px,
		),
	);
	const strokes = await executor.scope(async () => {
		const thin = executor.run(linesOnly, [lines, gaussian(executor, lines, 5 * px), detail], {
			amount: 0.85,
			keep: 1,
			gain: 1,
		});
		const skin = openSkin(executor, prepared, detail, figureTones.skin);
		const mouth = gaussian(executor, dilate(executor, planes.lips, Math.round(8 * k)), 6 * px);
		const held = executor.run(maximum, [skin, executor.run(linear[1], [mouth], HELD_MOUTH)], {});
		return executor.run(pencil, [thin, planes.alpha, held, detail, noise(30, 2.2, 2)], {
			top: 0.86,
			end: 0.98,
			weight: bust.lead * weight,
		});
	});
	await step(0.95);

	// 7. Paper, paint, pencil.
	const paper = executor.run(coldPressed, [noise(20, 3.2, 2), noise(21, 60, 2)], {});
	const picture = executor.run(glaze, [paper, back, figure, wash, strokes], ink(PENCIL));
	await step(1);
	return { picture, cutout: wash };
}
