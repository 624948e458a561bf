import { gaussian } from '$lib/compute/gaussian';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { oklabOfHex, oklabToSrgb } from '$lib/compute/oklab';
import { smoothstep, smoothstepKernel } from '$lib/compute/pointwise';
import { structureFlow } from '$lib/compute/structure-tensor';
import type { CpuPlane, Plane } from '$lib/compute/kernel';
import { oil as controls } from '$lib/domain/styles/oil';
import { figureColours } from '../figure-colours';
import { brushDirections, oilReference, paintError, rakingLight, tangents } from '../passes/oil';
import { paintLayer, primedCanvas, type PaintedCanvas } from '../passes/oil-painter';
import { paletteOf } from '../palette';
import { chosen } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** For each named seed the palettes to choose from. */
const PALETTES = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/**
 * How the paint is laid behind the figure: round the head or straight, the angle of straight strokes, how far
 * they stray; stroke: size of all but the finest strokes; knife: slabs instead of bristles.
 */
const HANDS = {
	swirl: { round: 1, angle: 0, stray: 3.6, stroke: 1, knife: false, warm: 0.008 },
	sweep: { round: 0, angle: -0.9, stray: 1.6, stroke: 1.3, knife: false, warm: 0 },
	halo: { round: 1, angle: 0, stray: 0.5, stroke: 0.8, knife: false, warm: 0.01 },
	knife: { round: 0, angle: 0.6, stray: 5, stroke: 1.15, knife: true, warm: 0.004 },
} as const satisfies Record<(typeof controls.backdrops)[number], object>;

/**
 * The layers from broad to fine in pixels of the reference size. blur: of what the layer looks at; least: error
 * from which it paints. Strokes are shuffled, so that one sees the uppermost of a stack: the spacing leaves ten to
 * twenty over one another, more would cost and not show.
 */
const LAYERS = [
	{ radius: 26, spacing: 34, blur: 9, steps: 9, opacity: 0.96, jitter: 0.05, least: 0 },
	{ radius: 13, spacing: 13, blur: 4.5, steps: 10, opacity: 0.93, jitter: 0.05, least: 0.035 },
	{ radius: 7.5, spacing: 5.6, blur: 2.4, steps: 10, opacity: 0.92, jitter: 0.045, least: 0.05 },
	{ radius: 4.2, spacing: 3, blur: 1.3, steps: 8, opacity: 0.9, jitter: 0.025, least: 0.05 },
	{ radius: 1.9, spacing: 1.7, blur: 0.5, steps: 7, opacity: 0.85, jitter: 0.006, least: 0.03 },
] as const;

/** Layers that a knife can lay, and the steps of its slabs. */
const KNIFE_LAYERS = 3;
const KNIFE_STEPS = 4;

/** A portrait in oil on canvas, stroke by stroke from broad to fine (Hertzmann 1998), with thick paint in raking light. */
export const oil: Style = {
	id: 'oil',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { scale: px, side, planes } = prepared;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};
	const hand = HANDS[chosen(controls.backdrops, tuning.backdrop, seed, 61)];

	// 1. What the painter looks at: the graded figure before its backdrop.
	const colours = await figureColours(executor, prepared);
	const [light, dark, ground] = paletteOf(
		context,
		controls.palettes,
		PALETTES,
		62,
		(palette) => palette.slice(0, 2),
		() => colours,
	);
	const matte = gaussian(executor, planes.alpha, Math.max(1.2 * px, 0.6));
	const reference = look(context, matte, light, dark, hand.warm);
	await step(0.05);

	// 2. Where the brush goes.
	const direction = await directions(context, reference, hand);
	const [paths, detail, face, person] = await Promise.all([
		executor.download(direction),
		executor.download(planes.detail),
		executor.download(gaussian(executor, planes.face, 8 * px)),
		executor.download(planes.alpha),
	]);
	await step(0.12);

	// 3. The layers, from broad to fine, each where the canvas is not yet right.
	const canvas = primedCanvas(side, oklabOfHex(ground));
	for (const index of LAYERS.keys()) {
		const layer = LAYERS[index];
		const goal = await executor.scope(async () => {
			const blurred = gaussian(executor, reference, layer.blur * px);
			return {
				colour: await executor.download(blurred),
				error: await canvasError(context, canvas, blurred, layer),
			};
		});
		await paintOne(context, canvas, index, hand, {
			...goal,
			paths,
			detail,
			face,
			person,
		});
		await step(0.12 + 0.16 * (index + 1));
	}

	// 4. Raking light over the thick paint.
	const size = { width: side, height: side };
	const painted = executor.run(
		oklabToSrgb,
		[executor.upload({ ...size, channels: 3, data: canvas.colour })],
		{},
	);
	const relief = gaussian(
		executor,
		executor.upload({ ...size, channels: 1, data: canvas.height }),
		Math.max(0.7 * px, 0.4),
	);
	const softFace = gaussian(executor, planes.face, 8 * px);
	// Threads finer than the pixels would only be a moire.
	const weave = smoothstep(2.2, 3.6, 4.2 * px);
	const picture = executor.run(rakingLight, [painted, relief, softFace], { scale: px, weave });
	const cutout = executor.run(smoothstepKernel, [matte], { low: 0.15, high: 0.85 });
	await step(1);
	return { picture, cutout };
}

type Hand = (typeof HANDS)[keyof typeof HANDS];

function look(
	{ executor, prepared, seed }: DrawContext,
	matte: Plane,
	light: string,
	dark: string,
	warm: number,
): Plane {
	const { side, scale: px, centre, planes } = prepared;
	const size = { width: side, height: side };
	const noise = (use: number, cell: number, octaves: number) =>
		valueNoise(executor, size, { cell: cell * px, octaves, seed: noiseSeed(seed, use) });
	const [l0, a0, b0] = oklabOfHex(light);
	const [l1, a1, b1] = oklabOfHex(dark);
	return executor.run(
		oilReference,
		[planes.lab, matte, noise(3, 170, 3), noise(9, 140, 2), noise(19, 140, 2)],
		{
			x: centre.x - 0.2 * side,
			y: centre.y - 0.05 * side,
			reach: 0.85 * side,
			warm,
			...{ l0, a0, b0, l1, a1, b1 },
		},
	);
}

/** Unit tangents: along the forms of the figure, behind it as the hand moves. */
async function directions(
	{ executor, prepared, seed }: DrawContext,
	reference: Plane,
	{ round, angle, stray }: Hand,
): Promise<Plane> {
	const { scale: px, side, centre, planes } = prepared;
	return executor.scope(async () => {
		const flow = structureFlow(executor, reference, {
			derivative: Math.max(1.2 * px, 0.6),
			integration: 6 * px,
		});
		const noise = valueNoise(
			executor,
			{ width: side, height: side },
			{ cell: 220 * px, octaves: 2, seed: noiseSeed(seed, 4) },
		);
		const doubled = executor.run(
			brushDirections,
			[flow, gaussian(executor, planes.alpha, 10 * px), noise],
			{ x: centre.x, y: centre.y, round, angle, stray },
		);
		return executor.run(tangents, [gaussian(executor, doubled, 3 * px)], {});
	});
}

/** How far the canvas still is from the goal around every pixel. */
async function canvasError(
	{ executor, prepared }: DrawContext,
	canvas: PaintedCanvas,
	goal: Plane,
	{ radius }: (typeof LAYERS)[number],
): Promise<CpuPlane> {
	const { side, scale: px } = prepared;
	const now = executor.upload({
		width: side,
		height: side,
		channels: 3,
		data: canvas.colour,
	});
	const error = executor.run(paintError, [now, goal], {});
	return executor.download(gaussian(executor, error, Math.max(1, 0.35 * radius) * px));
}

interface Goal {
	readonly colour: CpuPlane;
	readonly error: CpuPlane;
	readonly paths: CpuPlane;
	readonly detail: CpuPlane;
	readonly face: CpuPlane;
	readonly person: CpuPlane;
}

async function paintOne(
	{ executor, prepared, seed, tuning, signal }: DrawContext,
	canvas: PaintedCanvas,
	index: number,
	hand: Hand,
	{ colour, error, paths, detail, face, person }: Goal,
): Promise<void> {
	const { scale: px, k } = prepared;
	const layer = LAYERS[index];
	const finest = index === LAYERS.length - 1;
	const knife = hand.knife && index < KNIFE_LAYERS;
	const size = finest ? 1 : hand.stroke * (tuning.weight ?? 1);
	const radius = layer.radius * size * (finest ? px : Math.max(0.8 * px, k));
	// The more alike, the more often fine strokes are laid: none more at 0, twice as often at 1.
	const alike = 2 * (tuning.likeness ?? 0.5);
	const chance = [
		() => 1,
		() => 1,
		(f: number, d: number) => 0.45 + 0.25 * f + 0.3 * d,
		(f: number, d: number) => (0.12 + 0.22 * f) * alike + 0.8 * d,
		(f: number, d: number) => 1.2 * d + 0.25 * f * (alike - 1),
	][index];
	// Broad strokes go everywhere; fine ones only where the figure is.
	const inside = [-1, -1, 0.2, 0.3, 0.2][index];
	await paintLayer(
		canvas,
		colour.data,
		paths.data,
		{
			radius,
			columns: Math.round(768 / (layer.spacing * Math.max(size, 0.6))),
			steps: knife ? KNIFE_STEPS : layer.steps,
			opacity: layer.opacity,
			jitter: layer.jitter,
			body: Math.min(1, 0.25 + layer.radius / 24),
			knife,
			seed: noiseSeed(seed, 100 + index),
			wanted: (i, random) =>
				error.data[i] >= layer.least &&
				person.data[i] > inside &&
				random < chance(face.data[i], Math.min(1, 1.2 * detail.data[i])),
		},
		() => executor.checkpoint(signal),
	);
}
