import { bilateral } from '$lib/compute/bilateral';
import { lattice, noiseSeed } from '$lib/compute/noise';
import { oklabOfHex, oklabToSrgb, srgbToOklab } from '$lib/compute/oklab';
import { linear } from '$lib/compute/pointwise';
import { resize } from '$lib/compute/resample';
import { rasterTriangles } from '$lib/compute/triangle-raster';
import type { CpuPlane, Plane } from '$lib/compute/kernel';
import { lowpoly as controls } from '$lib/domain/styles/lowpoly';
import { FACE_OVAL, meshPoints } from '$lib/matte/face-oval';
import { figureColours } from '../figure-colours';
import { paletteOf } from '../palette';
import { facetPoints, facetTriangles, FRAME, type FacetGround } from '../passes/facets';
import { glassesFrames, wearsGlasses } from '../passes/glasses';
import { FEATURES, INNER_LIPS } from '../prepare/contours';
import { relief } from '../relief';
import { chosen } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** For each named seed the palettes to choose from. */
const OFFERS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/** Side of the grid on which facets are planned: the same facets at every picture size. */
const GRID = 256;
/** Points of the nose that its facets need. */
const NOSE = [1, 2, 98, 327, 4, 5, 195, 197, 6, 168, 48, 278, 64, 294] as const;
/** Where a facet's colour is sampled, barycentric. */
const SPOTS = [
	[1 / 3, 1 / 3, 1 / 3],
	[0.6, 0.2, 0.2],
	[0.2, 0.6, 0.2],
	[0.2, 0.2, 0.6],
	[0.46, 0.46, 0.08],
	[0.46, 0.08, 0.46],
	[0.08, 0.46, 0.46],
] as const;
/** From where facets are lit. */
const LIGHT = [-0.45, -0.55, 0.7] as const;
const GAIN = 1.2;
/** How much darker the facets of frames are than what they were sampled from. */
const FRAME_SHADE = 0.45;

type Form = (typeof controls.backdrops)[number];

/** A portrait of flat facets: Delaunay triangles between the points that matter. */
export const lowpoly: Style = {
	id: 'lowpoly',
	likenessMeaningful: true,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { side, landmarks, interocular } = prepared;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};

	// 1. The ground on which facets are planned.
	const { ground, height } = await plannedGround(context);
	await step(0.3);

	// 2. Points and triangles.
	const form = chosen(controls.backdrops, tuning.backdrop, seed, 61);
	const k = interocular / 200 / side;
	const cell = tuning.weight ?? 1;
	const close = cell * 2 ** (1 - 2 * (tuning.likeness ?? 0.5));
	const indices = [...FEATURES.flat(), ...INNER_LIPS, ...FACE_OVAL, ...NOSE];
	const fixed = meshPoints(landmarks, indices).map(({ x, y }) => [x / side, y / side] as const);
	const points = facetPoints(
		ground,
		fixed,
		{
			behind: ({ facets: 52, shards: 64, peaks: 40, dusk: 84 }[form] / 768) * cell,
			coarse: 19 * k * cell,
			fine: 7.5 * k * close,
			finest: 3.9 * k * close,
		},
		noiseSeed(seed, 50),
	);
	const triangles = facetTriangles(points);
	await step(0.5);

	// 3. Colours.
	const figureTones = await figureColours(executor, prepared);
	const palette = paletteOf(
		context,
		controls.palettes,
		OFFERS,
		62,
		(palette) => palette,
		() => figureTones,
	);
	const colours = facetColours(context, { ground, height, points, triangles, palette, form });
	await step(0.6);

	// 4. The picture; the fourth channel is the figure.
	const { data } = {
		data: rasterTriangles({ points, triangles, colours, channels: 4 }, side),
	};
	const lab = new Float32Array(3 * side * side);
	const figure = new Float32Array(side * side);
	for (let i = 0; i < figure.length; i++) {
		for (let c = 0; c < 3; c++) lab[3 * i + c] = data[4 * i + c];
		figure[i] = data[4 * i + 3];
	}
	const size = { width: side, height: side };
	const picture = executor.run(
		oklabToSrgb,
		[executor.upload({ ...size, channels: 3, data: lab })],
		{},
	);
	const cutout = executor.upload({ ...size, channels: 1, data: figure });
	await step(1);
	return { picture, cutout };
}

/** Small copies of what the plan needs, and the height of the figure in grid pixels. */
async function plannedGround({
	executor,
	prepared,
	signal,
}: DrawContext): Promise<{ ground: FacetGround; height: CpuPlane }> {
	const { planes, scale: px } = prepared;
	return executor.scope(async () => {
		const worn = await wearsGlasses(executor, prepared);
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 1,
			range: 0.08,
			spatial: Math.max(3 * px, 1),
		});
		await executor.checkpoint(signal);
		const lab = executor.run(srgbToOklab, [flat], {});
		const detail = executor.run(linear[1], [planes.detail], {
			gain: GAIN,
			bias: 0,
			low: 0,
			high: 1,
		});
		const small = (plane: Plane) =>
			executor.download(resize(executor, plane, { width: GRID, height: GRID }));
		const [alpha, colour, d, face, rise] = await Promise.all(
			[planes.alpha, lab, detail, planes.face, await relief(executor, prepared, 4)].map(small),
		);
		const perGrid = GRID / prepared.side;
		const height = { ...rise, data: rise.data.map((v) => v * perGrid) };
		executor.release(flat, lab, detail);
		const drawn = glassesFrames(executor, prepared, executor.upload(colour), worn);
		const frames = await executor.download(drawn);
		return { ground: { alpha, lab: colour, detail: d, face, frames }, height };
	});
}

interface Facets {
	readonly ground: FacetGround;
	readonly height: CpuPlane;
	readonly points: Float64Array;
	readonly triangles: Uint32Array;
	readonly palette: readonly string[];
	readonly form: Form;
}

/** OKLab of every triangle, and 1 where it belongs to the figure. */
function facetColours(
	{ seed, prepared }: DrawContext,
	{ ground, height, points, triangles, palette, form }: Facets,
): Float32Array {
	const out = new Float32Array((4 * triangles.length) / 3);
	const random = noiseSeed(seed, 51);
	const tones = palette.map(oklabOfHex);
	const centre = { x: prepared.centre.x / prepared.side, y: prepared.centre.y / prepared.side };
	const at = (x: number, y: number) =>
		Math.min(GRID - 1, Math.max(0, Math.floor(y * GRID))) * GRID +
		Math.min(GRID - 1, Math.max(0, Math.floor(x * GRID)));
	for (let t = 0; t < triangles.length / 3; t++) {
		const corners = [0, 1, 2].map((c) => {
			const p = triangles[3 * t + c];
			return { x: points[2 * p], y: points[2 * p + 1] };
		});
		const spots = SPOTS.map((w) =>
			at(
				w[0] * corners[0].x + w[1] * corners[1].x + w[2] * corners[2].x,
				w[0] * corners[0].y + w[1] * corners[1].y + w[2] * corners[2].y,
			),
		);
		const middle = spots[0];
		const cover = spots.reduce((sum, i) => sum + ground.alpha.data[i], 0) / spots.length;
		const chance = (use: number) => lattice(t, use, random) - 0.5;
		if (cover > 0.5) {
			const own = [0, 1, 2].map((c) => middleOf(spots.map((i) => ground.lab.data[3 * i + c])));
			const chroma = Math.hypot(own[1], own[2]) + 1e-6;
			const gain = Math.min(1.25, Math.max(1, 0.15 / chroma));
			const calm = 1 - Math.min(1, ground.detail.data[middle]);
			const lit = 0.075 * facing(corners, height.data, at) + 0.022 * chance(1);
			// A frame is thinner than what its facet blends it with.
			const frame = spots.reduce((sum, i) => sum + ground.frames.data[i], 0) / spots.length;
			const dark = frame > FRAME ? FRAME_SHADE * frame : 0;
			out.set([own[0] * (1 - dark) + calm * lit, gain * own[1], gain * own[2], 1], 4 * t);
		} else {
			const x = (corners[0].x + corners[1].x + corners[2].x) / 3;
			const y = (corners[0].y + corners[1].y + corners[2].y) / 3;
			const [l, a, b] = behind(form, tones, x, y, centre, random);
			out.set([l + 0.085 * chance(2), a + 0.012 * chance(3), b + 0.012 * chance(4), 0], 4 * t);
		}
	}
	return out;
}

/** How much a facet faces the light, about -.5...5. */
function facing(
	corners: readonly { x: number; y: number }[],
	height: Float32Array,
	at: (x: number, y: number) => number,
): number {
	const [p, q, r] = corners.map(({ x, y }) => [x * GRID, y * GRID, height[at(x, y)]]);
	const u = q.map((v, i) => v - p[i]);
	const v = r.map((w, i) => w - p[i]);
	const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
	const up = n[2] < 0 ? -1 : 1;
	// Heights grow towards the eye, as the light's z does.
	const dot = n.reduce((sum, w, i) => sum + up * w * LIGHT[i], 0);
	return dot / (Math.hypot(...n) + 1e-9) - 0.5;
}

/** OKLab of the backdrop at a place. */
function behind(
	form: Form,
	[light, dark, far]: readonly (readonly number[])[],
	x: number,
	y: number,
	centre: { x: number; y: number },
	seed: number,
): number[] {
	const between = (a: readonly number[], b: readonly number[], t: number) =>
		a.map((v, i) => v + (b[i] - v) * Math.min(1, Math.max(0, t)));
	switch (form) {
		case 'facets':
			return between(light, dark, 0.35 * x + 0.75 * y);
		case 'shards':
			return between(light, dark, 1.5 * Math.hypot(x - centre.x, y - centre.y) - 0.15);
		case 'dusk':
			return y < 0.5 ? between(dark, far, 2 * y) : between(far, light, 2 * y - 1);
		case 'peaks': {
			const ridge = (base: number, use: number) =>
				base +
				0.09 * Math.sin(9 * x + 6 * lattice(use, 7, seed)) +
				0.04 * Math.sin(23 * x + 6 * lattice(use, 8, seed));
			if (y > ridge(0.78, 1)) return [...dark];
			if (y > ridge(0.56, 2)) return between(dark, far, 0.6);
			return between(light, far, 0.5 * y);
		}
	}
}

function middleOf(values: number[]): number {
	return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
