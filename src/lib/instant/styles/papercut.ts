import { bilateral } from '$lib/compute/bilateral';
import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { withoutIslands } from '$lib/compute/islands';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabOfHex, srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, maximum, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { fillPolygon } from '$lib/compute/polygon';
import { resize } from '$lib/compute/resample';
import { percentile, sortedWhere } from '$lib/compute/statistics';
import { structureFlow } from '$lib/compute/structure-tensor';
import { threshold } from '$lib/compute/threshold';
import type { CpuPlane, Plane } from '$lib/compute/kernel';
import { papercut as controls } from '$lib/domain/styles/papercut';
import { meshPoints } from '$lib/matte/face-oval';
import { figureColours } from '../figure-colours';
import { paletteOf } from '../palette';
import { srgbOfHex } from '../passes/hex';
import { evenLight } from '../passes/ink';
import { fibres, laySheet, type SheetShadow } from '../passes/paper';
import { paperOpening } from '../passes/paper-frames';
import { LENSES, wearsGlasses } from '../passes/glasses';
import { firstChannel } from '../passes/pick';
import { featureInk } from '../passes/screen-print';
import { toneShapes } from '../passes/tone-shapes';
import { chosen } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** For each named seed the palettes to choose from: warm papers only, green or blue skin is for those who ask. */
const OFFERS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/** Papers of the figure, and frames from the outside to the middle. */
const PAPERS = 6;

/** Shadows in pixels of the reference size. */
const FRAME_SHADOW = { x: 3, y: 5, blur: 9, strength: 0.4 };
const FIGURE_SHADOW = { x: 6, y: 9, blur: 12, strength: 0.5 };
const LAYER_SHADOW = { x: 2.2, y: 3.2, blur: 3.2, strength: 0.42 };
const LINE_SHADOW = { x: 1.5, y: 2.2, blur: 2.2, strength: 0.35 };

/** A portrait of stacked, cut papers (剪纸) in a frame of papers, each with its shadow. */
export const papercut: Style = {
	id: 'papercut',
	likenessMeaningful: false,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, side, k, planes } = prepared;
	const lift = tuning.weight ?? 1;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. Tone and flow.
	const worn = await wearsGlasses(executor, prepared);
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.25, bias: 0, low: 0, high: 1 });
	const flow = structureFlow(executor, planes.image, { derivative: px, integration: 4 * px });
	const tone = await figureTone(context, flow, detail);
	await step(0.3);

	// 2. Sheets of the figure: one for every level of the skin's own tones, without crumbs.
	const levels = await skinLevels(context, tone);
	const spared = await executor.download(
		executor.run(smoothstepKernel, [detail], { low: 0.3, high: 0.5 }),
	);
	const silhouette = threshold(executor, gaussian(executor, planes.alpha, 3 * k + px), 0.5, 1.1);
	const sheets: Plane[] = [];
	for (const level of levels) {
		sheets.push(await cutSheet(context, tone, level, silhouette, detail, spared));
		await step(0.3 + 0.05 * sheets.length);
	}

	// 3. Dark paper for eyes, brows and glasses; of the mouth the seam alone.
	const lines = await keyLines(context, { flow, detail, silhouette, worn });
	await step(0.65);

	// 4. The papers.
	const colours = await figureColours(executor, prepared);
	const paperOf = (ramp: readonly string[], l: number) =>
		oklabOfHex(ramp[levels.filter((level) => l > level).length]);
	const palette = paletteOf(
		context,
		controls.palettes,
		OFFERS,
		62,
		(palette) => palette.slice(PAPERS + 2, PAPERS + 5),
		(palette) => ({
			hair: paperOf(palette, colours.hair[0]),
			clothes: paperOf(palette, colours.clothes[0]),
		}),
	);
	const ramp = palette.slice(0, PAPERS);
	const frames = palette.slice(PAPERS);
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(
			executor,
			{ width: side, height: side },
			{ cell: cell * px, octaves, seed: noiseSeed(seed, use) },
		);
	const grain = executor.run(fibres, [noise(5, 3, 2), noise(6, 14, 3)], { twist: px });

	// 5. The stack, from the back: frames, the figure, the front frame.
	const form = chosen(controls.backdrops, tuning.backdrop, seed, 61);
	let part = 0;
	let picture = executor.run(multiply[3], [flat(context, frames[4]), grain], {});
	const lay = async (shape: Plane, colour: string, shadow: SheetShadow) => {
		const lifted = { ...shadow, x: shadow.x * lift, y: shadow.y * lift, blur: shadow.blur * lift };
		const under = picture;
		picture = await laySheet(executor, under, shape, grain, colour, lifted, {
			scale: px,
			part: ++part,
		});
		executor.release(under);
	};
	for (const i of [0, 1, 2]) await lay(paperOpening(context, form, i), frames[3 - i], FRAME_SHADOW);
	await step(0.75);
	await lay(silhouette, ramp[0], FIGURE_SHADOW);
	for (const [i, sheet] of sheets.entries()) {
		await lay(sheet, ramp[i + 1], LAYER_SHADOW);
		executor.release(sheet);
		await step(0.77 + 0.03 * i);
	}
	await lay(lines, ramp[0], LINE_SHADOW);
	const front = paperOpening(context, form, 3);
	await lay(front, frames[0], FRAME_SHADOW);
	const open = executor.run(linear[1], [front], INVERT);
	const cutout = executor.run(multiply[1], [silhouette, open], {});
	const clamped = executor.run(linear[3], [picture], { gain: 1, bias: 0, low: 0, high: 1 });
	await step(1);
	return { picture: clamped, cutout };
}

/** How round the shapes are: twice and half at the ends of the likeness control. */
const rounding = ({ tuning }: DrawContext) => 2 ** (1 - 2 * (tuning.likeness ?? 0.5));

async function figureTone(context: DrawContext, flow: Plane, detail: Plane): Promise<Plane> {
	const { executor, prepared } = context;
	const { scale: px, k, planes } = prepared;
	return executor.scope(async () => {
		const regions = bilateral(executor, planes.image, planes.alpha, {
			iterations: 2,
			range: 0.1,
			spatial: 5 * px,
		});
		await executor.checkpoint(context.signal);
		const lightness = executor.run(firstChannel, [executor.run(srgbToOklab, [regions], {})], {});
		return toneShapes(executor, prepared, lightness, flow, detail, {
			broad: rounding(context) * (4 * k + 0.6 * px),
			strand: rounding(context) * (2 * k + 0.6 * px),
		});
	});
}

/** Five levels, from the percentiles of the skin, so that every skin is modelled by the same papers. */
async function skinLevels({ executor, prepared }: DrawContext, tone: Plane): Promise<number[]> {
	const { data } = await executor.download(tone);
	const skin = sortedWhere(data, 1, 0, prepared.skinPixels, 1);
	const [q8, q30, q58, q86] = [8, 30, 58, 86].map((p) => percentile(skin, p));
	const dark = Math.max(0.2, Math.min(0.3, q8 - 0.1));
	return [
		dark,
		Math.max(q8 - 0.02, dark + 0.05),
		0.6 * q30 + 0.4 * q58 - 0.015,
		0.35 * q58 + 0.65 * q86,
		Math.min(0.97, q86 + 0.055),
	];
}

/** The sheet above one level: cut, blurred and cut again, which rounds it; crumbs and pinholes go. */
async function cutSheet(
	context: DrawContext,
	tone: Plane,
	level: number,
	silhouette: Plane,
	detail: Plane,
	spared: CpuPlane,
): Promise<Plane> {
	const { executor, prepared } = context;
	const { scale: px, k } = prepared;
	return executor.scope(async () => {
		const above = executor.run(linear[1], [tone], {
			gain: 255,
			bias: -255 * level,
			low: 0,
			high: 1,
		});
		const crisp = executor.run(smoothstepKernel, [detail], { low: 0, high: 1 });
		const rounded = executor.run(
			lerp[1],
			[
				gaussian(executor, above, rounding(context) * (2.6 * k + 0.8 * px)),
				gaussian(executor, above, Math.max(1.6 * px, 0.7)),
				crisp,
			],
			{},
		);
		const sheet = executor.run(
			multiply[1],
			[threshold(executor, rounded, 0.5, 1.1), silhouette],
			{},
		);
		return withoutIslands(executor, sheet, 90 * k * k, spared);
	});
}

async function keyLines(
	context: DrawContext,
	figure: {
		readonly flow: Plane;
		readonly detail: Plane;
		readonly silhouette: Plane;
		/** What wearsGlasses() says. */
		readonly worn: number;
	},
): Promise<Plane> {
	const { executor, prepared } = context;
	const { flow, detail, silhouette, worn } = figure;
	const { scale: px, k, side, planes, landmarks } = prepared;
	return executor.scope(async () => {
		const own = executor.run(firstChannel, [planes.lab], {});
		const even = executor.run(evenLight, [own, gaussian(executor, own, 26 * k)], {});
		const near = executor.run(linear[1], [detail], { gain: 1, bias: -0.1, low: 0, high: 1 });
		const lenses = gaussian(
			executor,
			executor.upload(fillPolygon(side, meshPoints(landmarks, LENSES))),
			4 * px,
		);
		const drawn = flowLines(
			executor,
			gaussian(executor, even, px),
			flow,
			executor.run(maximum, [near, lenses], {}),
			{
				width: 1.6 * Math.max(0.8 * px, k),
				sharpness: 10,
				threshold: 0.5,
				steepness: 14,
				along: 7 * px,
				reach: Math.round(16 * px),
			},
			px,
		);
		const mouth = gaussian(executor, dilate(executor, planes.lips, Math.round(11 * k)), 6 * px);
		const frames = frameLines(context, even, lenses, worn);
		const allowed = executor.run(featureInk, [drawn, mouth, detail, frames], {});
		const ink = executor.run(maximum, [allowed, planes.seam], {});
		const cut = threshold(executor, gaussian(executor, ink, Math.max(px, 0.5)), 0.42, 1.2);
		const inside = executor.run(multiply[1], [cut, silhouette], {});
		return withoutIslands(executor, inside, 60 * k * k, null);
	});
}

/** Where a line may be a frame: all about the lenses when glasses are worn, else only what is as dark as no fold is. */
function frameLines(
	{ executor, prepared }: DrawContext,
	even: Plane,
	lenses: Plane,
	worn: number,
): Plane {
	const light = executor.run(smoothstepKernel, [even], { low: 0.36, high: 0.46 });
	const dark = executor.run(linear[1], [light], INVERT);
	const usual = executor.run(multiply[1], [prepared.planes.glasses, dark], {});
	const all = executor.run(linear[1], [lenses], { gain: worn, bias: 0, low: 0, high: 1 });
	return executor.run(maximum, [usual, all], {});
}

const INVERT = { gain: -1, bias: 1, low: 0, high: 1 };

/** A plane of one colour. */
function flat({ executor, prepared: { side } }: DrawContext, colour: string): Plane {
	const [red, green, blue] = srgbOfHex(colour);
	const one = executor.upload({
		width: 1,
		height: 1,
		channels: 3,
		data: Float32Array.of(red, green, blue),
	});
	return resize(executor, one, { width: side, height: side });
}
