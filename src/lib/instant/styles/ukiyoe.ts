import { bilateral } from '$lib/compute/bilateral';
import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { withoutIslands } from '$lib/compute/islands';
import { kMeans } from '$lib/compute/k-means';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabOfHex, oklabToSrgb, srgbToOklab, type Triple } from '$lib/compute/oklab';
import { lerp, linear, maximum, multiply } from '$lib/compute/pointwise';
import { fillPolygon, union } from '$lib/compute/polygon';
import { resize } from '$lib/compute/resample';
import { median, sortedWhere } from '$lib/compute/statistics';
import { structureFlow } from '$lib/compute/structure-tensor';
import { threshold } from '$lib/compute/threshold';
import type { Plane } from '$lib/compute/kernel';
import { ukiyoe as controls } from '$lib/domain/styles/ukiyoe';
import { meshPoints } from '$lib/matte/face-oval';
import { figureColours } from '../figure-colours';
import { paletteOf } from '../palette';
import { disk } from '../passes/backdrops';
import { greyBeard, LEAST_CHROMA } from '../passes/beard';
import { comicLines } from '../passes/cel';
import { inks } from '../passes/hex';
import { evenLight } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { outline } from '../passes/outline';
import { firstChannel } from '../passes/pick';
import { toneShapes } from '../passes/tone-shapes';
import {
	beardField,
	CHROMA_WEIGHT,
	flatColours,
	membership,
	nearestColour,
	printFeatures,
	printSkin,
	skinField,
} from '../passes/woodblock';
import {
	mistBars,
	mistLayout,
	mountain,
	seigaiha,
	woodblockPage,
	woodGrain,
} from '../passes/woodblock-page';
import { INNER_LIPS, LEFT_EYE, RIGHT_EYE } from '../prepare/contours';
import { chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** For each named seed the palettes to choose from. */
const OFFERS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/** Pigments of the time: cloth is printed nearer to them. */
const PIGMENTS = [
	...['#1d2233', '#27406b', '#4f7690', '#9db5b2', '#c2452d', '#8a2f24'],
	...['#d9a04a', '#8c9a5b', '#efe3ca', '#6b4a36', '#3b2f2f', '#a9907a'],
].map(oklabOfHex);
/** How near. */
const SNAP = 0.65;
/** Blocks of cloth and hair. */
const BLOCKS = 12;
/** Side of the copy in which colours are grouped. */
const GROUPING_SIDE = 96;

/** Tone below which hair and cloth are printed in ink. */
const DARK = 0.36;

/** Mesh points: the base of the nose, the chin, the cheeks, the outline of the nose. */
const NOSE_BASE = 2;
const CHIN = 152;
const CHEEKS = [205, 425] as const;
const NOSE = [193, 417, 423, 2, 203] as const;

/** A woodblock print (浮世绘): blocks of old pigments, two tones of skin, crisp key lines on mulberry paper. */
export const ukiyoe: Style = {
	id: 'ukiyoe',
	likenessMeaningful: false,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, k, side, planes } = prepared;
	const rounding = 2 ** (1 - 2 * (tuning.likeness ?? 0.5));
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. Flat regions, tone, and where things are.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.2, bias: 0, low: 0, high: 1 });
	const flow = structureFlow(executor, planes.image, { derivative: px, integration: 5 * px });
	const regions = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 3,
			range: 0.11,
			spatial: 6 * px,
		});
		return executor.run(srgbToOklab, [flat], {});
	});
	await step(0.25);
	const lightness = executor.run(firstChannel, [regions], {});
	const tone = await toneShapes(executor, prepared, lightness, flow, detail, {
		broad: rounding * 3.6 * k,
		strand: rounding * (1.6 * k + 0.6 * px),
	});
	const blurred = gaussian(executor, regions, Math.max(3 * k, 0.6));
	executor.release(regions);
	await step(0.4);

	// 2. Blocks of cloth and hair.
	const cloth = await printedCloth(context, blurred);
	await step(0.5);

	// 3. Skin in two tones of its own hue; a flat beard.
	const colours = await figureColours(executor, prepared);
	const bust = await printedSkin(context, { cloth, tone, blurred }, colours.skin);
	await step(0.6);

	// 4. Features.
	const figure = await executor.scope(async () => {
		const fill = (indices: readonly number[]) =>
			fillPolygon(side, meshPoints(prepared.landmarks, indices));
		const soft = (plane: Plane, sigma: number) => gaussian(executor, plane, Math.max(sigma, 0.5));
		const eyes = soft(executor.upload(union(fill(RIGHT_EYE), fill(LEFT_EYE))), 0.8 * px);
		const inner = soft(executor.upload(fill(INNER_LIPS)), px);
		const [l, a, b] = colours.skin;
		const printed = executor.run(
			printFeatures,
			[bust, planes.lab, eyes, soft(planes.lips, px), inner, threshold(executor, tone, DARK, 1.2)],
			{ l: l - 0.045, a: 0.7 * a + 0.055, b: 0.7 * b + 0.018 },
		);
		return executor.run(oklabToSrgb, [printed], {});
	});
	executor.release(cloth, bust, blurred);
	await step(0.65);

	// 5. The key block.
	const key = await keyBlock(context, lightness, flow, detail, colours.skin);
	executor.release(tone, lightness, flow, detail);
	await step(0.85);

	// 6. The page.
	const palette = paletteOf(
		context,
		controls.palettes,
		OFFERS,
		62,
		(palette) => palette.slice(0, 2),
		() => colours,
	);
	const silhouette = threshold(
		executor,
		gaussian(executor, planes.alpha, 2.2 * k + 0.6 * px),
		0.5,
		1.1,
	);
	// Of its own a line is half a pixel at least: a thinner one would no longer cover the figure.
	const lineWidth = (tuning.weight ?? 1) * Math.max(2.4 * Math.max(0.8 * px, k), 0.5);
	const line = outline(executor, silhouette, lineWidth);
	const page = executor.run(
		woodblockPage,
		[pattern(context), figure, key, silhouette, line],
		inks(palette),
	);
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(
			executor,
			{ width: side, height: side },
			{ cell: cell * px, octaves, seed: noiseSeed(seed, use) },
		);
	const picture = executor.run(
		woodGrain,
		[page, noise(5, 190, 3), noise(3, 4, 2), noise(8, 2.5, 2)],
		{ scale: px },
	);
	await step(1);
	return { picture, cutout: line };
}

/** Cloth and hair in few colours, most of the way to the pigments of the time. */
async function printedCloth({ executor, prepared, seed }: DrawContext, lab: Plane): Promise<Plane> {
	const { scale: px, k, planes } = prepared;
	return executor.scope(async () => {
		const size = { width: GROUPING_SIDE, height: GROUPING_SIDE };
		const [small, matte] = await Promise.all(
			[lab, planes.alpha].map((plane) => executor.download(resize(executor, plane, size))),
		);
		const points: number[] = [];
		matte.data.forEach((alpha, i) => {
			if (alpha < 0.5) return;
			const [l, a, b] = small.data.subarray(3 * i, 3 * i + 3);
			points.push(l, CHROMA_WEIGHT * a, CHROMA_WEIGHT * b);
		});
		const centres = kMeans(Float32Array.from(points), null, BLOCKS, noiseSeed(seed, 40)).map(
			(v, i) => (i % 3 === 0 ? v : v / CHROMA_WEIGHT),
		);
		const printed = Float32Array.from(centres, (v, i) => {
			const first = i - (i % 3);
			const pigment = nearestPigment([centres[first], centres[first + 1], centres[first + 2]]);
			return v + SNAP * (pigment[i % 3] - v);
		});
		const row = { width: BLOCKS, height: 1, channels: 3 } as const;
		const index = executor.run(
			nearestColour,
			[lab, executor.upload({ ...row, data: Float32Array.from(centres) })],
			{},
		);
		const groups: Plane[] = [];
		for (const first of [0, 4, 8]) {
			const group = await executor.scope(async () =>
				gaussian(executor, executor.run(membership, [index], { first }), 2 * k + 0.6 * px),
			);
			groups.push(group);
		}
		return executor.run(flatColours, [...groups, executor.upload({ ...row, data: printed })], {});
	});
}

function nearestPigment([l, a, b]: Triple): Triple {
	const off = (p: Triple) => (p[0] - l) ** 2 + 2.2 * ((p[1] - a) ** 2 + (p[2] - b) ** 2);
	return PIGMENTS.reduce((best, next) => (off(next) < off(best) ? next : best));
}

async function printedSkin(
	{ executor, prepared }: DrawContext,
	{ cloth, tone, blurred }: { cloth: Plane; tone: Plane; blurred: Plane },
	[l, a, b]: Triple,
): Promise<Plane> {
	const { scale: px, k, interocular, landmarks, planes } = prepared;
	return executor.scope(async () => {
		// 1. Where skin is, rounded.
		const face = gaussian(executor, planes.face, 6 * px);
		const skin = await executor.scope(async () => {
			const around = gaussian(executor, planes.face, 60 * px);
			const inputs = [blurred, tone, face, around, planes.alpha];
			const field = executor.run(skinField, inputs, { l, a, b });
			return threshold(executor, gaussian(executor, field, Math.max(2 * k, 0.5)), 0.5, 1.2);
		});
		const { data: tones } = await executor.download(tone);
		const m = median(sortedWhere(tones, 1, 0, prepared.skinPixels, 1));
		const light = threshold(executor, tone, m - 0.055, 1.4);
		// 2. Where a beard grows, rounded, and its colour.
		const [nose, chin, ...cheeks] = meshPoints(landmarks, [NOSE_BASE, CHIN, ...CHEEKS]);
		const length = Math.hypot(chin.x - nose.x, chin.y - nose.y);
		const known = await Promise.all(
			[blurred, face, planes.lips].map((plane) => executor.download(plane)),
		);
		const chroma = Math.hypot(a, b);
		const full = greyBeard(known[0], known[1], known[2], nose, chin, [l, a, b]);
		const grows = executor.run(beardField, [blurred, face, planes.lips], {
			...{ l, chroma: Math.max(chroma, LEAST_CHROMA), x: nose.x, y: nose.y },
			grey: chroma < LEAST_CHROMA ? -1 : 0.5 + 0.32 * full,
			downX: (chin.x - nose.x) / length,
			downY: (chin.y - nose.y) / length,
			reach: 0.06 * interocular,
		});
		const beard = await withoutIslands(
			executor,
			threshold(executor, gaussian(executor, grows, Math.max((2.4 + 3 * full) * k, 0.5)), 0.5, 1.2),
			250 * k * k,
			null,
		);
		const { data: bearded } = await executor.download(beard);
		const [hairL, hairA, hairB] = [0, 1, 2].map((c) => {
			const values = sortedWhere(known[0].data, 3, c, bearded, 0.5);
			return values.length > 0 ? median(values) : [l, a, b][c];
		});
		// 3. Two tones of skin, and the beard, which stays lighter than hair: it is stubble for most. A white one is white.
		const pale = 0.7 - 0.25 * full;
		const lit: Triple = [
			Math.min(0.9, Math.max(0.5, l + 0.09)),
			0.65 * a + 0.006,
			0.85 * b + 0.012,
		];
		return executor.run(printSkin, [cloth, skin, light, beard], {
			...{ l1: lit[0], a1: lit[1], b1: lit[2] },
			...{ l0: lit[0] - 0.115, a0: lit[1] + 0.018, b0: lit[2] + 0.016 },
			...{ l2: hairL + 0.02 + 0.05 * full, a2: pale * hairA, b2: pale * hairB },
			...{ x0: cheeks[0].x, y0: cheeks[0].y, x1: cheeks[1].x, y1: cheeks[1].y },
			wide: 0.3 * interocular,
		});
	});
}

/** Crisp lines: forms outside the skin, features, nose and glasses; of the mouth the seam alone. */
async function keyBlock(
	{ executor, prepared, tuning, signal }: DrawContext,
	lightness: Plane,
	flow: Plane,
	detail: Plane,
	skin: Triple,
): Promise<Plane> {
	const { scale: px, k, side, planes, landmarks } = prepared;
	const width = (tuning.weight ?? 1) * Math.max(0.8 * px, k);
	return executor.scope(async () => {
		const own = executor.run(firstChannel, [planes.lab], {});
		const mixed = executor.run(lerp[1], [lightness, own, detail], {});
		const even = executor.run(evenLight, [mixed, gaussian(executor, mixed, 26 * k)], {});
		const smooth = gaussian(executor, even, Math.max(0.8 * px, 0.5));
		const broad = flowLines(
			executor,
			smooth,
			flow,
			planes.alpha,
			{
				...{ width: 1.5 * width, sharpness: 13, threshold: 0.55, steepness: 14 },
				...{ along: 7 * px, reach: Math.round(18 * px) },
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
				...{ width: 1.15 * width, sharpness: 17, threshold: 0.6, steepness: 14 },
				...{ along: 5 * px, reach: Math.round(12 * px) },
			},
			px,
		);
		const nose = gaussian(
			executor,
			executor.upload(fillPolygon(side, meshPoints(landmarks, NOSE))),
			6 * px,
		);
		const calm = executor.run(linear[1], [nose], { gain: -0.7, bias: 1, low: 0, high: 1 });
		const open = executor.run(multiply[1], [openSkin(executor, prepared, detail, skin), calm], {});
		const mouth = gaussian(
			executor,
			dilate(executor, planes.lips, Math.max(Math.round(13 * k), 1)),
			6 * px,
		);
		const nothing = executor.run(linear[1], [broad], { gain: 0, bias: 0, low: 0, high: 0 });
		const lines = executor.run(
			comicLines,
			[
				broad,
				nothing,
				fine,
				detail,
				open,
				executor.run(maximum, [mouth, planes.lips], {}),
				planes.seam,
			],
			{},
		);
		const cut = threshold(executor, gaussian(executor, lines, Math.max(0.7 * px, 0.5)), 0.48, 1.3);
		return withoutIslands(executor, cut, 40 * k * k, null);
	});
}

function pattern({ executor, prepared, seed, tuning }: DrawContext): Plane {
	const { side, scale: px, centre } = prepared;
	const size = { width: side, height: side };
	const { x, y } = centre;
	return {
		sun: () =>
			executor.run(
				disk,
				[],
				{
					x: x + vary(0.05, -0.08, 0.08, seed, 63) * side,
					y: y - 0.02 * side,
					radius: vary(0.37, 0.33, 0.41, seed, 64) * side,
				},
				size,
			),
		seigaiha: () => executor.run(seigaiha, [], { cell: vary(64, 50, 84, seed, 65) * px }, size),
		fuji: () =>
			executor.run(
				mountain,
				[],
				{
					x:
						(x < side / 2 ? vary(0.8, 0.72, 0.86, seed, 66) : vary(0.2, 0.14, 0.28, seed, 66)) *
						side,
					y: vary(0.3, 0.24, 0.36, seed, 67) * side,
					foot: vary(0.95, 0.8, 1.1, seed, 68) * side,
				},
				size,
			),
		mist: () =>
			executor.run(mistBars, [executor.upload(mistLayout(side, noiseSeed(seed, 69)))], {}, size),
	}[chosen(controls.backdrops, tuning.backdrop, seed, 61)]();
}
