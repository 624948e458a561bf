import { bilateral } from '$lib/compute/bilateral';
import { gaussian } from '$lib/compute/gaussian';
import { srgbToOklab } from '$lib/compute/oklab';
import { maximum } from '$lib/compute/pointwise';
import { resize } from '$lib/compute/resample';
import { pixel as controls } from '$lib/domain/styles/pixel';
import { figureColours } from '../figure-colours';
import { paletteOf } from '../palette';
import { difference } from '../passes/bas-relief';
import { firstChannel } from '../passes/pick';
import { pixelArt } from '../passes/pixel-art';
import { beforeSmall, blocks } from '../passes/pixels';
import { choose, vary } from '../variation';
import type { DrawContext, Drawing, Style } from '../style';

/** Pixels along a side, colours of the figure, ground. */
const SEEDS = [
	{ side: 64, colours: 14, backdrop: 0 },
	{ side: 72, colours: 16, backdrop: 1 },
	{ side: 56, colours: 12, backdrop: 2 },
	{ side: 64, colours: 14, backdrop: 3 },
] as const;

/** Palettes that a seed offers; contrast decides. */
const OFFERS = [
	[0, 1],
	[2, 3],
	[4, 5],
	[6, 7],
] as const;

/** Half the cell is not half the picture's detail: the weight goes part of the way. */
const CELL_POWER = 0.6;

/** Pixel art as on old consoles: few colours, an outline, eyes drawn by hand. */
export const pixel: Style = {
	id: 'pixel',
	likenessMeaningful: false,
	draw: (context) => context.executor.scope(() => draw(context)),
};

async function draw(context: DrawContext): Promise<Drawing> {
	const { executor, prepared, seed, tuning, signal, onFraction } = context;
	const { side, scale: px, k, planes, centre } = prepared;
	const step = async (fraction: number) => {
		onFraction(fraction);
		await executor.checkpoint(signal);
	};
	const own = choose(SEEDS, seed, 61);
	const cells = vary(own.side, 56, 76, seed, 62) * (tuning.weight ?? 1) ** -CELL_POWER;
	const count = Math.round(Math.min(cells, side / 1.3));
	const size = { width: count, height: count };

	// 1. Calm areas, contrast at the size of a pixel, thin dark lines of brows and glasses.
	const small = await executor.scope(async () => {
		const flat = bilateral(executor, planes.image, planes.alpha, {
			iterations: 2,
			range: 0.1,
			spatial: 4 * px,
		});
		const lab = executor.run(srgbToOklab, [flat], {});
		executor.release(flat);
		const lightness = executor.run(firstChannel, [lab], {});
		const thin = executor.run(
			difference,
			[gaussian(executor, lightness, 0.8 * px), gaussian(executor, lightness, 5 * k)],
			{},
		);
		const band = executor.run(maximum, [planes.glasses, planes.detail], {});
		const broad = gaussian(executor, lightness, (1.1 * side) / count);
		const strong = executor.run(beforeSmall, [lab, broad, thin, band], {});
		executor.release(lab, lightness, thin, band, broad);
		await step(0.5);
		return {
			lab: resize(executor, strong, size),
			alpha: resize(executor, gaussian(executor, planes.alpha, 1.5 * px), size),
			face: resize(executor, planes.face, size),
		};
	});
	const lab = await executor.download(small.lab);
	const alpha = await executor.download(small.alpha);
	const face = await executor.download(small.face);
	await step(0.7);

	// 2. The palette whose ground stands off best, unless a hand chose.
	const colours = await figureColours(executor, prepared);
	const palette = paletteOf(
		context,
		controls.palettes,
		OFFERS,
		61,
		(hexes) => hexes.slice(0, 2),
		() => colours,
	);

	// 3. Drawn small, shown large.
	const toSmall = count / side;
	const { picture, figure } = pixelArt({
		side: count,
		lab: lab.data,
		alpha: alpha.data,
		face: face.data.map((f) => Math.min(Math.max(f, 0), 1)),
		landmarks: prepared.landmarks.map((v) => v * toSmall),
		centre: { x: centre.x * toSmall, y: centre.y * toSmall },
		skin: prepared.skin.target,
		colours: own.colours,
		palette,
		backdrop: controls.backdrops[(tuning.backdrop ?? own.backdrop) % controls.backdrops.length],
		seed: seed % 4096,
	});
	await step(0.9);
	const full = { width: side, height: side };
	const drawing = {
		picture: executor.run(
			blocks[3],
			[executor.upload({ ...size, channels: 3, data: picture })],
			{},
			full,
		),
		cutout: executor.run(
			blocks[1],
			[executor.upload({ ...size, channels: 1, data: figure })],
			{},
			full,
		),
	};
	await step(1);
	return drawing;
}
