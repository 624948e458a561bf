import { bilateral } from '$lib/compute/bilateral';
import { flowLines } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { expose, linearOfSrgb, oklabToLinear, srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, maximum, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { rampStrip } from '$lib/compute/ramp';
import { structureFlow } from '$lib/compute/structure-tensor';
import type { Plane } from '$lib/compute/kernel';
import { neon as controls } from '$lib/domain/styles/neon';
import { bloom } from '../passes/bloom';
import { srgbOfHex } from '../passes/hex';
import { evenLight, linesOnly } from '../passes/ink';
import {
	betweenLamps,
	litBorder,
	localContrast,
	neonColour,
	neonSign,
	oldScreen,
	SIGNS,
} from '../passes/neon';
import { openSkin } from '../passes/open-skin';
import { firstChannel } from '../passes/pick';
import { relief } from '../relief';
import { chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** What each seed shines behind the head, and from which side the first light comes. */
const SEEDS = [
	{ sign: 'sun', swap: 0 },
	{ sign: 'rings', swap: 1 },
	{ sign: 'triangle', swap: 0 },
	{ sign: 'grid', swap: 1 },
] as const;

/** The ridge of the cushion would part the lamps in a line down the forehead. */
const DEPTH_BLUR = 40;

/** Lights of a night shop window: two coloured lamps, a glowing border, a sign behind the head. */
export const neon: Style = {
	id: 'neon',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { side, scale: px, planes, centre } = prepared;
	const size = { width: side, height: side };
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};
	const palette = chosen(controls.palettes, tuning.palette, seed, 61);
	const { sign } = chosen(SEEDS, tuning.backdrop, seed, 62);
	const { swap } = chosen(SEEDS, undefined, seed, 63);
	const weight = tuning.weight ?? 1;
	const alike = tuning.likeness ?? 0.5;
	const [left, right] = swap === 1 ? [palette[6], palette[5]] : [palette[5], palette[6]];
	const lamps = lights(left, right);
	const m = prepared.skin.target;

	// 1. Tones round the skin's own median, crisp at the features.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.2, bias: 0, low: 0, high: 1 });
	const face = gaussian(executor, planes.face, 30 * px);
	const tones = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 2,
			range: 0.07,
			spatial: 4 * px,
		});
		const smooth = executor.run(firstChannel, [executor.run(srgbToOklab, [flat], {})], {});
		executor.release(flat);
		const own = executor.run(firstChannel, [planes.lab], {});
		const crisp = executor.run(linear[1], [detail], { gain: 0.8, bias: 0, low: 0, high: 1 });
		const shapes = executor.run(lerp[1], [smooth, own, crisp], {});
		return executor.run(
			localContrast,
			[shapes, gaussian(executor, own, px), gaussian(executor, own, 10 * px)],
			{ amount: 0.5 },
		);
	});
	await step(0.2);

	// 2. Dark lines of features, hair and clothes.
	const lines = await featureLines(context, detail);
	executor.release(detail);
	await step(0.45);

	// 3. The palette's colours, lit from both sides.
	const figure = await executor.scope(async () => {
		const stops = [0.08, Math.max(0.2, m - 0.28), m - 0.04, m + 0.12, 0.98];
		const ramp = rampStrip(
			executor,
			stops.map((position, i) => [position, palette[i]]),
			'oklab',
		);
		const own = alike < 0.5 ? 0.44 * alike : 0.22 + 0.7 * (alike - 0.5);
		const coloured = executor.run(neonColour, [tones, planes.lab, ramp], { own });
		const base = executor.run(oklabToLinear, [coloured], {});
		executor.release(coloured);
		const fine = executor.run(linear[1], [gaussian(executor, tones, 3 * px)], {
			gain: 60 * px,
			bias: 0,
			low: -1e3,
			high: 1e3,
		});
		const depth = await relief(executor, prepared, DEPTH_BLUR, 'round');
		return executor.run(betweenLamps, [base, depth, fine, face, tones, lines], lamps);
	});
	executor.release(tones, lines);
	await step(0.6);

	// 4. The sign behind, and light along the border.
	const silhouette = executor.run(smoothstepKernel, [gaussian(executor, planes.alpha, px)], {
		low: 0.35,
		high: 0.65,
	});
	const composed = await executor.scope(async () => {
		const stars = valueNoise(executor, size, {
			cell: vary(6, 5, 8, seed, 64) * px,
			octaves: 1,
			seed: noiseSeed(seed, 3),
		});
		const night = executor.run(neonSign, [stars], {
			...lamps,
			...sky(palette[1]),
			...centre,
			unit: px,
			weight,
			kind: SIGNS.indexOf(sign),
		});
		return executor.run(
			litBorder,
			[
				night,
				figure,
				silhouette,
				gaussian(executor, silhouette, 2 * px * weight),
				gaussian(executor, silhouette, 10 * px),
				gaussian(executor, silhouette, 26 * px),
			],
			{ ...lamps, x: centre.x, weight: Math.sqrt(weight) },
		);
	});
	executor.release(figure);
	await step(0.75);

	// 5. Bloom, exposure, and the screen it is seen on.
	const picture = await executor.scope(async () => {
		const glowing = bloom(executor, composed, 0.55, [
			{ sigma: 6 * px, gain: 0.55 },
			{ sigma: 22 * px, gain: 0.55 },
			{ sigma: 60 * px, gain: 0.35 },
		]);
		executor.release(composed);
		const exposed = executor.run(expose, [glowing], { exposure: 1.25 });
		executor.release(glowing);
		const grain = valueNoise(executor, size, {
			cell: 1.5 * px,
			octaves: 1,
			seed: noiseSeed(seed, 4),
		});
		return executor.run(oldScreen, [exposed, face, grain], { unit: px });
	});
	await step(1);
	return { picture, cutout: silhouette };
}

/** Ink of lines, 0..1: none on open skin, little round the mouth. */
function featureLines({ executor, prepared }: DrawContext, detail: Plane): Promise<Plane> {
	const { scale: px, k, planes } = prepared;
	const { target } = prepared.skin;
	return executor.scope(async () => {
		const own = executor.run(firstChannel, [planes.lab], {});
		const even = executor.run(evenLight, [own, gaussian(executor, own, 26 * k)], {});
		const soft = gaussian(executor, even, 0.5 * px);
		executor.release(own, even);
		const flow = structureFlow(executor, planes.image, { derivative: px, integration: 4 * px });
		const drawn = flowLines(
			executor,
			soft,
			flow,
			planes.alpha,
			{
				width: 1.1 * Math.max(0.8 * px, k),
				sharpness: 15,
				threshold: 0.58,
				steepness: 12,
				along: 4 * px,
				reach: Math.round(12 * px),
			},
			px,
		);
		executor.release(soft, flow);
		const thin = executor.run(linesOnly, [drawn, gaussian(executor, drawn, 6 * px), detail], {
			amount: 0.8,
			keep: 0,
			gain: 1,
		});
		executor.release(drawn);
		const [, a, b] = prepared.skin.median;
		const open = await executor.scope(async () =>
			openSkin(executor, prepared, detail, [target, a, b]),
		);
		const mouth = gaussian(
			executor,
			dilate(executor, planes.lips, Math.max(1, Math.round(11 * k))),
			6 * px,
		);
		const half = executor.run(linear[1], [mouth], { gain: 0.6, bias: 0, low: 0, high: 1 });
		const held = executor.run(maximum, [open, half], {});
		const free = executor.run(linear[1], [held], { gain: -1, bias: 1, low: 0, high: 1 });
		return executor.run(multiply[1], [thin, free], {});
	});
}

/** Two sRGB colours as linear light, by the kernels' names. */
function lights(
	left: string,
	right: string,
): Record<'ra' | 'ga' | 'ba' | 'rb' | 'gb' | 'bb', number> {
	const [ra, ga, ba] = srgbOfHex(left).map(linearOfSrgb);
	const [rb, gb, bb] = srgbOfHex(right).map(linearOfSrgb);
	return { ra, ga, ba, rb, gb, bb };
}

function sky(hex: string): Record<'r0' | 'g0' | 'b0', number> {
	const [r0, g0, b0] = srgbOfHex(hex).map(linearOfSrgb);
	return { r0, g0, b0 };
}
