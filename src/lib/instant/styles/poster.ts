import { bilateral } from '$lib/compute/bilateral';
import { flowLines, smoothAlongFlow } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabOfHex, srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, maximum, smoothstepKernel } from '$lib/compute/pointwise';
import { percentile, sortedWhere } from '$lib/compute/statistics';
import { structureFlow } from '$lib/compute/structure-tensor';
import { threshold } from '$lib/compute/threshold';
import type { Plane } from '$lib/compute/kernel';
import { figureColours, bestByContrast } from '../figure-colours';
import {
	disk,
	halftone,
	splitBackdrop,
	stripes,
	sunburst,
	threeColours,
} from '../passes/backdrops';
import { ink, inks } from '../passes/hex';
import { evenLight } from '../passes/ink';
import { outline } from '../passes/outline';
import { firstChannel } from '../passes/pick';
import {
	cutLevels,
	featureInk,
	levelLight,
	screenPrint,
	stackFigure,
} from '../passes/screen-print';
import { uncoated } from '../passes/sheet';
import { poster as controls } from '$lib/domain/styles/poster';
import { choose, chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** Four inks from dark to light, two colours of the ground, one of the disk. */
interface Palette {
	readonly ramp: readonly [string, string, string, string];
	readonly ground: readonly [string, string];
	readonly disk: string;
}

/** For each named seed palettes to choose from; hair may be as dark as the ground where an outline parts them. */
const PALETTES = [[0], [1, 2], [3, 4], [5, 6]] as const;

type Form = (typeof controls.backdrops)[number];
const PAPER_WHITE = '#f7e7c1';

/** A screen print: four flat inks with crisp shapes, after the campaign posters of Shepard Fairey. */
export const poster: Style = {
	id: 'poster',
	likenessMeaningful: false,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, k, planes } = prepared;
	const form = chosen(controls.backdrops, tuning.backdrop, seed, 61);
	// The more alike, the smaller the shapes: twice and half at the ends.
	const rounding = 2 ** (1 - 2 * (tuning.likeness ?? 0.5));
	const weight = tuning.weight ?? 1;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. Tone: broad in skin, in strands in hair and clothes, crisp at the features; side light halved.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.3, bias: 0, low: 0, high: 1 });
	const flow = structureFlow(executor, planes.image, { derivative: px, integration: 4 * px });
	const tone = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 2,
			range: 0.1,
			spatial: 5 * px,
		});
		await step(0.3);
		const lightness = executor.run(firstChannel, [executor.run(srgbToOklab, [flat], {})], {});
		const face = gaussian(executor, planes.face, 30 * px);
		const strands = smoothAlongFlow(
			executor,
			gaussian(executor, lightness, rounding * (1.6 * k + 0.8 * px)),
			flow,
			planes.alpha,
			{ sigma: 6 * px, reach: Math.round(13 * px) },
		);
		const skinTone = gaussian(executor, lightness, rounding * (4.2 * k + 0.8 * px));
		const shapes = executor.run(
			lerp[1],
			[
				executor.run(lerp[1], [strands, skinTone, face], {}),
				gaussian(executor, lightness, 1.1 * px),
				detail,
			],
			{},
		);
		return executor.run(levelLight, [shapes, gaussian(executor, shapes, 60 * px), face], {
			goal: prepared.skin.target,
		});
	});
	await step(0.45);

	// 2. Levels from the skin's own tones, so that every skin is modelled by the same number of inks.
	const { data: tones } = await executor.download(tone);
	const skin = sortedWhere(tones, 1, 0, prepared.skinPixels, 1);
	const [q10, q42, q80] = [10, 42, 80].map((p) => percentile(skin, p));
	const dark = Math.max(0.24, Math.min(0.36, q10 - 0.06));
	const middle = 0.45 * q10 + 0.55 * q42;
	const light = 0.25 * q42 + 0.75 * q80;

	// 3. Shapes: cut first, then blur and cut again, which rounds them without moving them.
	const levels = await executor.scope(async () => {
		const cut = executor.run(cutLevels, [tone], {
			t0: dark,
			t1: middle,
			t2: (middle + light) / 2,
			t3: light,
		});
		const crisp = executor.run(smoothstepKernel, [detail], { low: 0, high: 1 });
		const rounded = executor.run(
			lerp[4],
			[
				gaussian(executor, cut, rounding * (2.3 * k + 0.8 * px)),
				gaussian(executor, cut, 0.9 * px),
				crisp,
			],
			{},
		);
		return threshold(executor, rounded, 0.5, 1.1);
	});
	executor.release(tone);
	await step(0.6);

	// 4. Fine ink in eyes, brows and glasses; of the mouth the seam alone.
	const key = await executor.scope(async () => {
		const own = executor.run(firstChannel, [planes.lab], {});
		const even = executor.run(evenLight, [own, gaussian(executor, own, 26 * k)], {});
		// Away from the features ink is not allowed, so it is not drawn.
		const near = executor.run(linear[1], [detail], { gain: 1, bias: -0.1, low: 0, high: 1 });
		const lines = flowLines(
			executor,
			gaussian(executor, even, 0.7 * px),
			flow,
			executor.run(maximum, [near, planes.glasses], {}),
			{
				width: 1.25 * weight * Math.max(0.8 * px, k),
				sharpness: 12,
				threshold: 0.53,
				steepness: 12,
				along: 5 * px,
				reach: Math.round(14 * px),
			},
			px,
		);
		const mouth = gaussian(executor, dilate(executor, planes.lips, Math.round(11 * k)), 6 * px);
		const allowed = executor.run(featureInk, [lines, mouth, detail, planes.glasses], {});
		return threshold(executor, allowed, 0.45, 1.2);
	});
	executor.release(flow, detail);
	await step(0.8);

	// 5. The figure.
	const colours = await figureColours(executor, prepared);
	const inkOf = (palette: Palette, l: number) =>
		oklabOfHex(palette.ramp[[dark, middle, light].filter((level) => l > level).length]);
	const palette =
		tuning.palette === undefined
			? bestByContrast(
					choose(PALETTES, seed, 62).map((index) => asPalette(controls.palettes[index])),
					({ ground }) => ground,
					(palette) => ({
						hair: inkOf(palette, colours.hair[0]),
						clothes: inkOf(palette, colours.clothes[0]),
					}),
				)
			: asPalette(chosen(controls.palettes, tuning.palette, seed, 62));
	const figure = executor.run(screenPrint, [levels, key, planes.seam], {
		...inks(palette.ramp),
		cell: 9 * px,
	});

	// 6. Backdrop, cream outline, paper.
	executor.release(levels, key);
	const silhouette = executor.run(smoothstepKernel, [gaussian(executor, planes.alpha, 2.2 * k)], {
		low: 0.35,
		high: 0.65,
	});
	const outlined = form === 'split' || form === 'halftone';
	const line = outline(executor, silhouette, outlined ? 5 * weight * px : 0.5);
	const stacked = executor.run(
		stackFigure,
		[backdrop(context, form, palette), figure, silhouette, line],
		ink(PAPER_WHITE),
	);
	const picture = executor.run(uncoated, [stacked, ...paperNoise(context)], { amount: 0.045 });
	await step(1);
	return { picture, cutout: line };
}

function asPalette([
	a,
	b,
	c,
	d,
	ground,
	second,
	disk,
]: (typeof controls.palettes)[number]): Palette {
	return { ramp: [a, b, c, d], ground: [ground, second], disk };
}

function backdrop({ executor, prepared, seed }: DrawContext, form: Form, palette: Palette): Plane {
	const { side, scale: px, centre } = prepared;
	const size = { width: side, height: side };
	const { x, y } = centre;
	const pattern = {
		split: () => executor.run(splitBackdrop, [], { x, lean: vary(0, -0.5, 0.5, seed, 66) }, size),
		sunburst: () =>
			executor.run(
				sunburst,
				[],
				{ x, y, count: Math.round(vary(22, 14, 32, seed, 63)), turn: 0.2, share: 0.5 },
				size,
			),
		halftone: () =>
			executor.run(
				halftone,
				[],
				{ cell: vary(18, 14, 26, seed, 64) * px, top: 1.1, fall: 1.2 },
				size,
			),
		diagonals: () =>
			executor.run(
				stripes,
				[],
				{ cell: vary(26, 18, 40, seed, 65) * px, x: Math.SQRT1_2, y: Math.SQRT1_2, share: 0.3 },
				size,
			),
	}[form]();
	const radius =
		form === 'sunburst'
			? vary(0.4, 0.34, 0.42, seed, 67) * side
			: form === 'diagonals'
				? vary(0.41, 0.36, 0.43, seed, 67) * side
				: -1;
	const spot = executor.run(disk, [], { x, y, radius }, size);
	// Halftone dots need more contrast than the two grounds have.
	const [ground, second] = palette.ground;
	const dots = form === 'halftone' ? palette.disk : second;
	return executor.run(threeColours, [pattern, spot], inks([ground, dots, palette.disk] as const));
}

function paperNoise({ executor, prepared, seed }: DrawContext): Plane[] {
	const { side, scale: px } = prepared;
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(
			executor,
			{ width: side, height: side },
			{ cell: cell * px, octaves, seed: noiseSeed(seed, use) },
		);
	return [noise(5, 3, 2), noise(6, 90, 3), noise(3, 1.5, 1)];
}
