import { bilateral } from '$lib/compute/bilateral';
import { smoothAlongFlow } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { noiseSeed, valueNoise } from '$lib/compute/noise';
import { srgbToOklab } from '$lib/compute/oklab';
import { linear } from '$lib/compute/pointwise';
import { fillPolygon, union } from '$lib/compute/polygon';
import { rampStrip } from '$lib/compute/ramp';
import { structureFlow } from '$lib/compute/structure-tensor';
import { threshold } from '$lib/compute/threshold';
import type { Executor, Plane } from '$lib/compute/kernel';
import { medallion as controls } from '$lib/domain/styles/medallion';
import { FACE_OVAL, meshPoints } from '$lib/matte/face-oval';
import { figureColours } from '../figure-colours';
import {
	bustCut,
	cutEyes,
	difference,
	hairZone,
	metalColour,
	metalLight,
	reliefZones,
	square,
	struckHeight,
	toneRelief,
} from '../passes/bas-relief';
import { disk } from '../passes/backdrops';
import { bloom } from '../passes/bloom';
import { coinField, coinOnCloth, coinRim, FIELDS, RIMS } from '../passes/coin';
import { ink, inks } from '../passes/hex';
import { openSkin } from '../passes/open-skin';
import { firstChannel } from '../passes/pick';
import { INNER_LIPS, LEFT_EYE, RIGHT_EYE } from '../prepare/contours';
import { irises } from '../prepare/irises';
import { reframe } from '../prepare/reframe';
import { relief } from '../relief';
import { chosen, vary } from '../variation';
import type { Prepared } from '../prepared';
import type { DrawContext, Drawing, Style } from '../style';

/** Radii in sides: of the field inside the rim, and of the coin. */
const INNER = 0.395;
const OUTER = 0.465;
/** The face is at most this high, in sides, and its centre stands a little under the coin's. */
const FACE_HEIGHT = 0.435;
const FACE_DROP = 0.02;
/** Where the stops of a metal's ramp lie in tone. */
const STOPS = [0.02, 0.24, 0.52, 0.78, 1] as const;
/** Plaster mirrors nothing: what models it is light that comes in low. */
const MATT = 3;
const RAKING = 0.4;

/** Rim, field and light of a coinage, in the order of the style's backdrops. */
const COINAGES = [
	{ rim: 'beads', count: 96, field: 'rays', light: 0 },
	{ rim: 'laurel', count: 84, field: 'plain', light: 0 },
	{ rim: 'reeds', count: 180, field: 'rings', light: 62 },
	{ rim: 'rope', count: 90, field: 'weave', light: 8 },
] as const;

/** A struck medal: the figure as a bas-relief inside a rim, in metal or plaster. */
export const medallion: Style = {
	id: 'medallion',
	likenessMeaningful: false,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared: given, seed, tuning, signal, onFraction } = context;
	const { side, scale: px } = given;
	const size = { width: side, height: side };
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};
	const palette = chosen(controls.palettes, tuning.palette, seed, 61);
	const coinage = chosen(COINAGES, tuning.backdrop, seed, 62);
	const weight = tuning.weight ?? 1;
	const coin = { x: side / 2, y: side / 2, inner: INNER * side, outer: OUTER * side };

	// 1. The head fits the coin.
	const rows = meshPoints(given.landmarks, FACE_OVAL).map(({ y }) => y);
	const zoom = Math.min(1, (FACE_HEIGHT * side) / (Math.max(...rows) - Math.min(...rows)));
	// Where the picture ends above the rim the figure stands lower, as far as its hair allows.
	const drop = FACE_DROP + clamp(INNER - zoom * (1 - given.centre.y / side) - FACE_DROP, 0, 0.03);
	const { framed: prepared, moved } = await reframe(executor, given, zoom, {
		x: side / 2,
		y: (0.5 + drop) * side,
	});
	const { k, planes } = prepared;
	const end = zoom * side + moved[5];
	executor.release(planes.skin, planes.lips, planes.seam);
	await step(0.15);

	// 2. Relief: the depth of the head, and on it what the light shows.
	const depth = await relief(executor, prepared, 7, 'round');
	const tone = await toneHeights(executor, prepared, seed, step);
	await step(0.6);

	// 3. The coin that it is struck on.
	const blank = { x: coin.x, y: coin.y, unit: px, inner: coin.inner };
	const rim = executor.run(
		coinRim,
		[],
		{ ...blank, outer: coin.outer, kind: RIMS.indexOf(coinage.rim), count: coinage.count },
		size,
	);
	const grain = valueNoise(executor, size, { cell: 7 * px, octaves: 3, seed: noiseSeed(seed, 3) });
	const field = executor.run(coinField, [grain], { ...blank, kind: FIELDS.indexOf(coinage.field) });
	const bust = executor.run(bustCut, [planes.alpha], { x: side / 2, end, unit: px });
	const silhouette = threshold(executor, gaussian(executor, bust, 2.4 * k), 0.5);
	const struck = executor.run(
		struckHeight,
		[
			depth,
			executor.run(linear[1], [tone], { gain: weight, bias: 0, low: -1e3, high: 1e3 }),
			gaussian(executor, silhouette, 1.2 * px),
			gaussian(executor, silhouette, 2.5 * px),
			rim,
			field,
		],
		{ ...blank, depth: 0.42 * Math.sqrt(weight) },
	);
	executor.release(depth, tone, rim, field, grain, bust, silhouette, ...Object.values(planes));
	await step(0.75);

	// 4. Light from the upper left, and the metal's colours.
	const turn = (vary(coinage.light, -12, 70, seed, 63) * Math.PI) / 180;
	const matt = palette === controls.palettes[MATT];
	const rise = matt ? RAKING : 0.6;
	const [x, y, z] = [-0.5, -0.62, rise].map((v) => v / Math.hypot(0.5, 0.62, rise));
	const height = gaussian(executor, struck, 0.9 * px);
	const light = executor.run(metalLight, [height, gaussian(executor, height, 9 * px)], {
		lx: x * Math.cos(turn) - y * Math.sin(turn),
		ly: x * Math.sin(turn) + y * Math.cos(turn),
		lz: z,
		shine: matt ? 0 : 1,
		unit: px,
	});
	const ramp = rampStrip(
		executor,
		STOPS.map((position, i) => [position, palette[i]]),
	);
	const struckMetal = executor.run(metalColour, [light, ramp], {
		gloss: matt ? 0.08 : 0.38,
		...ink(palette[4]),
	});
	await step(0.9);

	// 5. On its cloth.
	const laid = executor.run(coinOnCloth, [struckMetal], {
		x: coin.x,
		y: coin.y,
		outer: coin.outer,
		unit: px,
		...inks([palette[5], palette[6]] as const),
	});
	const glowing = matt ? laid : bloom(executor, laid, 0.8, [{ sigma: 10 * px, gain: 0.9 }]);
	const picture = executor.run(linear[3], [glowing], { gain: 1, bias: 0, low: 0, high: 1 });
	const cutout = executor.run(disk, [], { x: coin.x, y: coin.y, radius: coin.outer }, size);
	await step(1);
	return { picture, cutout, moved };
}

/** Heights in pixels that lights, darks and strands of hair give, without the head's own depth. */
function toneHeights(
	executor: Executor,
	prepared: Prepared,
	seed: number,
	step: (fraction: number) => Promise<void>,
): Promise<Plane> {
	const { side, scale: px, k, planes, landmarks, interocular } = prepared;
	const fill = (points: readonly number[]) => fillPolygon(side, meshPoints(landmarks, points));
	return executor.scope(async () => {
		// 1. Where is hair, face, detail, a hollow.
		const flow = structureFlow(executor, planes.image, { derivative: px, integration: 5 * px });
		const openings = union(fill(RIGHT_EYE), fill(LEFT_EYE));
		const zones = await executor.scope(async () => {
			const detail = executor.run(linear[1], [planes.detail], DETAIL);
			const { skin } = await figureColours(executor, prepared);
			const open = await executor.scope(async () => openSkin(executor, prepared, detail, skin));
			const hollows = executor.upload(union(openings, fill(INNER_LIPS)));
			return executor.run(
				reliefZones,
				[
					planes.alpha,
					gaussian(executor, planes.face, 10 * px),
					open,
					detail,
					gaussian(executor, hollows, 3 * k),
				],
				{ chin: landmarks[3 * CHIN + 1], room: 0.4 * interocular },
			);
		});
		await step(0.3);
		// 2. Strands: noise drawn out along the hair.
		const strands = await executor.scope(async () => {
			const noise = valueNoise(
				executor,
				{ width: side, height: side },
				{ cell: 2.6 * px, octaves: 1, seed: noiseSeed(seed, 4) },
			);
			const drawn = smoothAlongFlow(executor, noise, flow, executor.run(hairZone, [zones], {}), {
				sigma: 14 * px,
				reach: Math.round(26 * px),
			});
			return executor.run(linear[1], [drawn], STRANDS);
		});
		executor.release(flow);
		await step(0.4);
		// 3. Eyes.
		const [right, left] = irises(landmarks);
		const eyes = gaussian(executor, executor.upload(openings), 1.2 * k);
		const cut = executor.run(cutEyes, [eyes], {
			x0: right.x,
			y0: right.y,
			r0: right.radius,
			x1: left.x,
			y1: left.y,
			r1: left.radius,
		});
		// 4. Bands of lightness without pores and noise.
		const lightness = await executor.scope(async () => {
			const flat = bilateral(executor, planes.image, planes.alpha, {
				iterations: 2,
				range: 0.08,
				spatial: 4 * px,
			});
			return executor.run(firstChannel, [executor.run(srgbToOklab, [flat], {})], {});
		});
		await step(0.5);
		const minus = (near: Plane, far: Plane) => executor.run(difference, [near, far], {});
		const band = minus(
			gaussian(executor, lightness, 1.3 * px),
			gaussian(executor, lightness, 9 * k),
		);
		const power = gaussian(executor, executor.run(square, [band], {}), 14 * k);
		const broad = minus(
			gaussian(executor, lightness, 7 * k),
			gaussian(executor, lightness, 40 * k),
		);
		return executor.run(toneRelief, [band, power, zones, strands, broad, cut], {
			gain: 70 * k,
			strand: 0.75 * k,
		});
	});
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

const CHIN = 152;
const DETAIL = { gain: 1.2, bias: 0, low: 0, high: 1 };
/** Noise drawn out has lost contrast: back to about -1..1. */
const STRANDS = { gain: 14, bias: -7, low: -2, high: 2 };
