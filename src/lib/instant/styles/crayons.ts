import { bilateral } from '$lib/compute/bilateral';
import { flowLines, smoothAlongFlow } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { dilate } from '$lib/compute/morphology';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { srgbToOklab } from '$lib/compute/oklab';
import { lerp, linear, maximum, multiply, smoothstepKernel } from '$lib/compute/pointwise';
import { rankStrip, throughCurve } from '$lib/compute/ramp';
import { structureFlow } from '$lib/compute/structure-tensor';
import type { Executor, Plane } from '$lib/compute/kernel';
import { crayons as controls } from '$lib/domain/styles/crayons';
import {
	chalkAmounts,
	chalkCover,
	chalkSheet,
	followsForm,
	noFlow,
	raggedFade,
	scumble,
	SCUMBLES,
	searchingLines,
	strokeFlow,
} from '../passes/crayon';
import { inks } from '../passes/hex';
import { evenLight, linesOnly } from '../passes/ink';
import { openSkin } from '../passes/open-skin';
import { firstChannel } from '../passes/pick';
import { chosen, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** How each seed draws: degrees of its hatching, side of the scumble, where the drawing runs out. */
const HANDS = [
	{ angle: -52, lean: 0.12, start: 0.72, scumble: 'scumble' },
	{ angle: -38, lean: -0.14, start: 0.76, scumble: 'corner' },
	{ angle: 50, lean: -0.12, start: 0.66, scumble: 'halo' },
	{ angle: -64, lean: 0.12, start: 0.7, scumble: 'scumble' },
] as const;

/** Angle between the two layers of hatching, in radians. */
const CROSS = (38 * Math.PI) / 180;

/** Trois crayons on toned paper: black chalk, sanguine and white, as Watteau drew. */
export const crayons: Style = {
	id: 'crayons',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, side, planes, centre } = prepared;
	const size = { width: side, height: side };
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};
	const palette = chosen(controls.palettes, tuning.palette, seed, 61);
	const hand = chosen(HANDS, undefined, seed, 62);
	const behind =
		tuning.backdrop === undefined ? hand.scumble : controls.backdrops[tuning.backdrop % 4];
	const weight = Math.sqrt(tuning.weight ?? 1);
	const alike = tuning.likeness ?? 0.5;
	const angle = (vary(hand.angle, -66, -34, seed, 63) * Math.PI) / 180;
	const stroke = px * weight;
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(executor, size, { cell, octaves, seed: noiseSeed(seed, use) });

	// 1. Tones: calm on skin, in strands in the hair, crisp at the features.
	const detail = executor.run(linear[1], [planes.detail], { gain: 1.2, bias: 0, low: 0, high: 1 });
	const face = gaussian(executor, planes.face, 6 * px);
	const own = executor.run(firstChannel, [planes.lab], {});
	const flow = structureFlow(executor, planes.image, { derivative: 1.2 * px, integration: 5 * px });
	const follow = await executor.scope(async () =>
		executor.run(followsForm, [gaussian(executor, own, 2 * px), face, detail, planes.alpha], {}),
	);
	const tones = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 2,
			range: 0.08,
			spatial: 4 * px,
		});
		const smooth = executor.run(firstChannel, [executor.run(srgbToOklab, [flat], {})], {});
		return executor.run(lerp[1], [smooth, own, follow], {});
	});
	await step(0.15);

	// 2. Strokes: noise drawn out along their way, as ranks, so that tone is what covers.
	const sway = noise(1, 260 * px, 2);
	const strokes = (turn: number, use: number) =>
		executor.scope(async () => {
			const way = executor.run(strokeFlow, [flow, follow, sway], { angle, turn, sway: 0.5 });
			const drawn = smoothAlongFlow(executor, noise(use, 2.2 * stroke, 1), way, planes.alpha, {
				sigma: 12 * stroke,
				reach: Math.round(22 * stroke),
			});
			return ranks(executor, drawn, planes.alpha);
		});
	const first = await strokes(0, 2);
	await step(0.3);
	const second = await strokes(CROSS, 3);
	executor.release(follow, sway);
	await step(0.45);

	// 3. Key lines.
	const lines = await keyLines(context, own, flow, detail);
	executor.release(own, flow);
	await step(0.65);

	// 4. What each chalk covers, running out in a ragged line below.
	const slow = noise(4, 120 * px, 3);
	const start = Math.max(hand.start, prepared.landmarks[3 * CHIN + 1] / side + 0.02);
	const fade = executor.run(raggedFade, [slow], {
		x: centre.x,
		start,
		end: start + 0.26,
		ragged: 0.25,
	});
	const silhouette = executor.run(smoothstepKernel, [gaussian(executor, planes.alpha, 1.2 * px)], {
		low: 0.35,
		high: 0.65,
	});
	const figure = executor.run(multiply[1], [silhouette, fade], {});
	const grain = await executor.scope(() => ranks(executor, noise(5, 2.4 * px, 2), null));
	const cover = await executor.scope(async () => {
		const amounts = executor.run(
			chalkAmounts,
			[
				tones,
				planes.lab,
				figure,
				face,
				gaussian(executor, planes.lips, 1.5 * px),
				mouthArea(context),
			],
			{ m: prepared.skin.target },
		);
		const strength = 0.7 + 0.6 * alike;
		const bold = executor.run(linear[1], [executor.run(multiply[1], [lines, figure], {})], {
			gain: strength,
			bias: 0,
			low: 0,
			high: 1,
		});
		return executor.run(chalkCover, [amounts, first, second, grain, bold], {
			press: 0.85 + 0.3 * alike,
		});
	});
	executor.release(tones, first, second, lines, face, detail);
	await step(0.8);

	// 5. Scumble behind, searching lines round the silhouette, the sheet.
	const backing = await executor.scope(async () => {
		const slant = executor.run(strokeFlow, [executor.run(noFlow, [], {}, size), fade, slow], {
			angle: angle + 0.07,
			turn: 0,
			sway: 0.1,
		});
		const outside = executor.run(linear[1], [silhouette], { gain: -1, bias: 1, low: 0, high: 1 });
		const drawn = smoothAlongFlow(executor, noise(6, 2.8 * stroke, 1), slant, outside, {
			sigma: 16 * stroke,
			reach: Math.round(30 * stroke),
		});
		return executor.run(scumble, [silhouette, slow, await ranks(executor, drawn, outside)], {
			...centre,
			lean: hand.lean,
			kind: SCUMBLES.indexOf(behind),
		});
	});
	const echo = await executor.scope(async () => {
		const soft = gaussian(executor, planes.alpha, 3 * px);
		return executor.run(
			multiply[1],
			[executor.run(searchingLines, [soft], { unit: px }), fade],
			{},
		);
	});
	const picture = executor.run(chalkSheet, [cover, echo, backing, grain], inks(palette));
	await step(1);
	return { picture, cutout: silhouette };
}

const CHIN = 152;

/** A plane's values as ranks 0..1 among those where the mask is. */
async function ranks(executor: Executor, plane: Plane, where: Plane | null): Promise<Plane> {
	const values = await executor.download(plane);
	const mask = where && (await executor.download(where)).data;
	const chosenValues = mask
		? { ...values, data: values.data.filter((_, i) => mask[i] > 0.5) }
		: values;
	const { strip, gain, bias } = rankStrip(executor, chosenValues);
	const placed = executor.run(linear[1], [plane], { gain, bias, low: 0, high: 1 });
	return executor.run(throughCurve, [placed, strip], {});
}

/** Round the mouth lines and darks are held back. */
function mouthArea({ executor, prepared }: DrawContext): Plane {
	const { scale: px, k, planes } = prepared;
	const grown = dilate(executor, planes.lips, Math.max(1, Math.round(11 * k)));
	return gaussian(executor, grown, 6 * px);
}

/** Ink of the features' lines, 0..1, without what is merely dark; of the mouth half and the seam. */
function keyLines(context: DrawContext, own: Plane, flow: Plane, detail: Plane): Promise<Plane> {
	const { executor, prepared, tuning } = context;
	const { scale: px, k, planes, skin } = prepared;
	return executor.scope(async () => {
		const even = executor.run(evenLight, [own, gaussian(executor, own, 26 * k)], {});
		const drawn = flowLines(
			executor,
			gaussian(executor, even, 0.6 * px),
			flow,
			planes.alpha,
			{
				width: 1.15 * Math.max(0.8 * px, k) * Math.sqrt(tuning.weight ?? 1),
				sharpness: 18,
				threshold: 0.66,
				steepness: 9,
				along: 4.5 * px,
				reach: Math.round(14 * px),
			},
			px,
		);
		executor.release(even);
		const thin = executor.run(linesOnly, [drawn, gaussian(executor, drawn, 5 * px), detail], {
			amount: 1,
			keep: 0.45,
			gain: 1.25,
		});
		executor.release(drawn);
		const open = await executor.scope(async () =>
			openSkin(executor, prepared, detail, [skin.target, skin.median[1], skin.median[2]]),
		);
		// The border of a cheek against the paper is no wrinkle.
		const inner = executor.run(smoothstepKernel, [gaussian(executor, planes.alpha, 5 * px)], {
			low: 0.72,
			high: 0.98,
		});
		const bare = executor.run(multiply[1], [open, inner], {});
		const held = executor.run(
			maximum,
			[
				executor.run(linear[1], [bare], { gain: 0.8, bias: 0, low: 0, high: 1 }),
				executor.run(linear[1], [mouthArea(context)], { gain: 0.5, bias: 0, low: 0, high: 1 }),
			],
			{},
		);
		const free = executor.run(linear[1], [held], { gain: -1, bias: 1, low: 0, high: 1 });
		const kept = executor.run(multiply[1], [thin, free], {});
		const seam = executor.run(linear[1], [planes.seam], { gain: 0.7, bias: 0, low: 0, high: 1 });
		return executor.run(maximum, [kept, seam], {});
	});
}
