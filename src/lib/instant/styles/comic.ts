import { bilateral } from '$lib/compute/bilateral';
import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabToSrgb, srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { fillPolygon } from '$lib/compute/polygon';
import { median, sortedWhere } from '$lib/compute/statistics';
import { structureFlow } from '$lib/compute/structure-tensor';
import type { Executor, Plane } from '$lib/compute/kernel';
import { comic as controls } from '$lib/domain/styles/comic';
import { meshPoints } from '$lib/matte/face-oval';
import { figureColours } from '../figure-colours';
import { paletteOf } from '../palette';
import { disk, halftone, sunburst, threeColours } from '../passes/backdrops';
import { celShading, comicLines, cutOutFigure, radialDots, spotBlacks } from '../passes/cel';
import { LENSES, wearsGlasses } from '../passes/glasses';
import { ink, inks } from '../passes/hex';
import { evenLight } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { bandAround, nearestInRow } from '../passes/outline';
import { firstChannel } from '../passes/pick';
import { uncoated } from '../passes/sheet';
import type { Prepared } from '../prepared';
import { chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** For each named seed the palettes to choose from. */
const OFFERS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/** Bands around the figure in pixels of the reference size: black, coloured, black. */
const RIMS = [14.5, 11, 3.2] as const;

/** The nose from between the eyes to its wings and base. */
const NOSE = [168, 122, 198, 49, 64, 98, 2, 327, 294, 279, 420, 351] as const;
/** How much weaker a line inside the face counts than it is. */
const FOLDS = 0.17;

/** A page of a pop comic: flat lights, Ben-Day dots, black ink, a rim around the figure. */
export const comic: Style = {
	id: 'comic',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, k, side, planes } = prepared;
	const weight = tuning.weight ?? 1;
	const alike = tuning.likeness ?? 0.5;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. Flat regions.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.2, bias: 0, low: 0, high: 1 });
	const lab = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 4,
			range: 0.1,
			spatial: 5.5 * px,
		});
		return executor.run(srgbToOklab, [flat], {});
	});
	await step(0.3);

	// 2. Lights: broad shapes in skin, crisp at the features, cut around the skin's own middle m.
	const lightness = executor.run(firstChannel, [lab], {});
	const rounding = 2 ** (1 - 2 * alike);
	const tone = await executor.scope(async () =>
		executor.run(
			lerp[1],
			[
				gaussian(executor, lightness, rounding * (3.4 * k + 0.5 * px)),
				gaussian(executor, lightness, Math.max(px, 0.5)),
				detail,
			],
			{},
		),
	);
	const { data: tones } = await executor.download(tone);
	const m = median(sortedWhere(tones, 1, 0, prepared.skinPixels, 1));
	const [t0, t1, t2, t3] = [0.2, Math.max(0.25, m - 0.21), m - 0.06, m + 0.075];
	const colours = await executor.scope(async () => {
		const soft = gaussian(executor, lab, 3.5 * px);
		const cel = executor.run(celShading, [tone, lab, soft, detail], {
			...{ t0, t1, t2, t3 },
			...{ v0: 0.13, v1: Math.max(0.3, m - 0.22), v2: m - 0.075, v3: m + 0.055 },
			v4: Math.min(m + 0.18, 0.97),
			cell: Math.max(6.5 * px, 7.5 * k),
			own: Math.max(0, 1.2 * (alike - 0.5)),
		});
		return executor.run(oklabToSrgb, [cel], {});
	});
	await step(0.45);

	// 3. Ink.
	const inked = await blackInk(context, { tone, lightness, detail, weight });
	executor.release(tone, lab, lightness, detail);
	await step(0.8);

	// 4. The figure, cut out and rimmed, before its backdrop.
	const figureTones = await figureColours(executor, prepared);
	const palette = paletteOf(
		context,
		controls.palettes,
		OFFERS,
		62,
		(palette) => palette.slice(0, 2),
		() => figureTones,
	);
	const silhouette = executor.run(
		smoothstepKernel,
		[gaussian(executor, planes.alpha, Math.max(1.6 * px, 0.6))],
		{ low: 0.35, high: 0.65 },
	);
	const rows = executor.run(nearestInRow, [silhouette], { width: RIMS[0] * weight * px });
	const bands = RIMS.map((width) =>
		executor.run(bandAround, [rows], { width: width * weight * px }),
	);
	const page = executor.run(
		cutOutFigure,
		[backdrop(context, palette), colours, inked, silhouette, ...bands],
		ink(palette[3]),
	);
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(
			executor,
			{ width: side, height: side },
			{ cell: cell * px, octaves, seed: noiseSeed(seed, use) },
		);
	const picture = executor.run(
		uncoated,
		[page, noise(5, 3, 2), noise(6, 90, 3), noise(3, 1.5, 1)],
		{
			amount: 0.02,
		},
	);
	await step(1);
	return { picture, cutout: bands[0] };
}

async function blackInk(
	{ executor, prepared, signal }: DrawContext,
	figure: { tone: Plane; lightness: Plane; detail: Plane; weight: number },
): Promise<Plane> {
	const { scale: px, k, planes, skin } = prepared;
	const { tone, lightness, detail, weight } = figure;
	return executor.scope(async () => {
		const { folds, frames } = await foldsAndFrames(executor, prepared);
		const flow = structureFlow(executor, planes.image, { derivative: px, integration: 4.5 * px });
		const own = executor.run(firstChannel, [planes.lab], {});
		const crisp = executor.run(linear[1], [detail], { gain: 1, bias: 0.25, low: 0, high: 1 });
		const mixed = executor.run(lerp[1], [lightness, own, crisp], {});
		const around = gaussian(executor, mixed, 26 * k);
		const even = executor.run(evenLight, [mixed, around], {});
		executor.release(crisp, mixed, around);
		await executor.checkpoint(signal);
		const width = weight * Math.max(0.8 * px, k);
		const broad = flowLines(
			executor,
			even,
			flow,
			planes.alpha,
			{
				width: 1.45 * width,
				sharpness: 13,
				threshold: 0.56,
				steepness: 14,
				along: 6 * px,
				reach: Math.round(16 * px),
			},
			px,
		);
		await executor.checkpoint(signal);
		const near = executor.run(linear[1], [detail], { gain: 1, bias: -0.02, low: 0, high: 1 });
		const fine = flowLines(
			executor,
			even,
			flow,
			near,
			{
				width: 1.05 * width,
				sharpness: 17,
				threshold: 0.6,
				steepness: 14,
				along: 4 * px,
				reach: Math.round(10 * px),
			},
			px,
		);
		executor.release(flow, even, near);
		const [, a, b] = skin.median;
		const open = openSkin(executor, prepared, detail, [skin.target, a, b]);
		const mouth = gaussian(
			executor,
			dilate(executor, planes.lips, Math.max(Math.round(11 * k), 1)),
			6 * px,
		);
		const softer = Math.max(1.2 * px, 0.5);
		const strong = executor.run(multiply[1], [gaussian(executor, broad, softer), folds], {});
		const bare = executor.run(multiply[1], [open, frames], {});
		const lines = executor.run(
			comicLines,
			[broad, strong, fine, detail, bare, mouth, planes.seam],
			{},
		);
		return executor.run(spotBlacks, [lines, tone, gaussian(executor, own, softer)], {});
	});
}

/**
 * Factors of 1 and less. folds: of lines inside the face that are neither nose nor glasses, where only age draws strong
 * ones. frames: of skin about the lenses of glasses that are worn, where lines are frames.
 */
async function foldsAndFrames(
	executor: Executor,
	prepared: Prepared,
): Promise<{ folds: Plane; frames: Plane }> {
	const worn = await wearsGlasses(executor, prepared);
	const { scale: px, side, landmarks, planes } = prepared;
	const area = (points: readonly number[], sigma: number) =>
		gaussian(executor, executor.upload(fillPolygon(side, meshPoints(landmarks, points))), sigma);
	return executor.scope(async () => {
		const frames = executor.run(linear[1], [area(LENSES, 4 * px)], {
			...{ gain: -worn, bias: 1, low: 0, high: 1 },
		});
		const inside = executor.run(smoothstepKernel, [gaussian(executor, planes.face, 16 * px)], {
			low: 0.75,
			high: 0.98,
		});
		const outsideNose = executor.run(linear[1], [area(NOSE, 5 * px)], {
			...{ gain: -1, bias: 1, low: 0, high: 1 },
		});
		const calm = executor.run(
			multiply[1],
			[inside, executor.run(multiply[1], [outsideNose, frames], {})],
			{},
		);
		const folds = executor.run(linear[1], [calm], { gain: -FOLDS, bias: 1, low: 0, high: 1 });
		return { folds, frames };
	});
}

function backdrop(
	{ executor, prepared, seed, tuning }: DrawContext,
	[ground, second, third]: readonly string[],
): Plane {
	const { side, scale: px, centre } = prepared;
	const size = { width: side, height: side };
	const { x, y } = centre;
	const rays = (centreY: number, count: number, turn: number) =>
		executor.run(sunburst, [], { x, y: centreY, count, turn, share: 0.5 }, size);
	const dots = (near: number, rise: number, most: number, cell: number, angle: number) =>
		executor.run(radialDots, [], { x, y, near, rise, most, cell: cell * px, angle }, size);
	const spot = (radius: number) => executor.run(disk, [], { x, y, radius }, size);
	const form = chosen(controls.backdrops, tuning.backdrop, seed, 61);
	const count = Math.round(vary(form === 'rays' ? 26 : 18, 14, 30, seed, 63));
	const layers = {
		rays: () => [rays(y, count, 0.1), dots(-0.98, 2.33, 0.75, vary(15, 12, 20, seed, 64), 0.52)],
		halftone: () => [
			executor.run(
				halftone,
				[],
				{ cell: vary(20, 14, 26, seed, 64) * px, top: -0.05, fall: -0.85 },
				size,
			),
			spot(-1),
		],
		dots: () => [spot(-1), dots(1.05, -1.25, 0.62, vary(16, 12, 22, seed, 64), Math.PI / 4)],
		sunrise: () => [
			rays(y + 0.4 * side, count, 0.3),
			spot(vary(0.38, 0.33, 0.42, seed, 65) * side),
		],
	}[form]();
	return executor.run(threeColours, layers, inks([ground, second, third] as const));
}
