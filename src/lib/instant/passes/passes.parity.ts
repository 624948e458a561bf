import { parityCase } from '$lib/compute/parity';
import * as backdrops from './backdrops';
import { bustFade, engravedTone, hatching, intaglio } from './engrave';
import { guilloche } from './guilloche';
import { evenLight, linesOnly, pencil } from './ink';
import { onNoise, plane } from './on-noise';
import { openSkinKernel } from './open-skin';
import { bandAround, nearestInRow } from './outline';
import { firstChannel } from './pick';
import { cutLevels, featureInk, levelLight, screenPrint, stackFigure } from './screen-print';
import { coldPressed, glaze, uncoated } from './sheet';
import { frayedEdge, granulation, pigment, washShape, washTone } from './wash';
import { addDrops, scatterDrops, tornEllipse, twoPigments } from './wet-backdrop';
import { displace, wobble } from './wobble';

const at = { x: 14.2, y: 11.7 };
const pair = { r0: 0.1, g0: 0.4, b0: 0.7, r1: 0.9, g1: 0.5, b1: 0.2 };
const three = { ...pair, r2: 0.8, g2: 0.7, b2: 0.6 };
const four = { ...three, r3: 1, g3: 0.9, b3: 0.8 };
/** Antialiased edges multiply a coordinate's last bit by the size of the picture. */
const EDGE = 1e-3;

export default [
	onNoise(wobble, { reach: 3.5 }),
	parityCase({
		kernel: displace[1],
		inputs: [plane(1, 1), plane(2, 2, -4, 4)],
		params: {},
	}),
	parityCase({
		kernel: displace[3],
		inputs: [plane(3, 1), plane(2, 2, -4, 4)],
		params: {},
	}),
	onNoise(washTone, {}, EDGE),
	onNoise(washShape, { centre: 14, wet: 0.5, dry: 0.7 }),
	onNoise(frayedEdge, { fray: 0.1 }),
	onNoise(granulation, {}),
	onNoise(pigment, { scale: 0.05 }),
	onNoise(tornEllipse, { ...at, radiusX: 13, radiusY: 9, torn: 1.1 }),
	parityCase({
		kernel: addDrops,
		inputs: [plane(1, 3, 0, 0.4), scatterDrops(12, 7, { ...at, side: 24, scale: 1 })],
		params: {},
	}),
	onNoise(twoPigments, { ...pair, along: 0.3 }),
	onNoise(evenLight, {}),
	onNoise(linesOnly, { amount: 0.8, keep: 0.5, gain: 1.3 }),
	onNoise(openSkinKernel, { lightness: 0.6, a: 0.4, b: 0.5 }),
	parityCase({
		kernel: openSkinKernel,
		title: 'colours like skin',
		inputs: [
			plane(1, 1, 0, 0.1),
			plane(1, 2),
			plane(3, 3, 0.5, 0.56),
			plane(1, 4, 0, 0.3),
			plane(1, 5),
		],
		params: { lightness: 0.53, a: 0.53, b: 0.53 },
	}),
	onNoise(pencil, { top: 0.4, end: 0.9, weight: 1.2 }),
	onNoise(coldPressed, {}),
	onNoise(glaze, { r: 0.2, g: 0.3, b: 0.4 }),
	onNoise(uncoated, { amount: 0.045 }),
	onNoise(firstChannel, {}),
	onNoise(levelLight, { goal: 0.6 }),
	onNoise(cutLevels, { t0: 0.2, t1: 0.4, t2: 0.5, t3: 0.7 }),
	onNoise(featureInk, {}),
	onNoise(screenPrint, { ...four, cell: 5 }),
	onNoise(stackFigure, { r: 0.2, g: 0.3, b: 0.4 }),
	onNoise(nearestInRow, { width: 2 }),
	parityCase({
		kernel: bandAround,
		inputs: [{ ...plane(1, 4), data: plane(1, 4).data.map((v) => Math.round(9 * v)) }],
		params: { width: 2.4 },
	}),
	onNoise(backdrops.splitBackdrop, { x: 15.3, lean: 0.2 }),
	onNoise(backdrops.sunburst, { ...at, count: 22, turn: 0.2, share: 0.5 }, EDGE),
	onNoise(backdrops.disk, { ...at, radius: 8.3 }),
	onNoise(backdrops.halftone, { cell: 6, top: 1.1, fall: 1.2 }, EDGE),
	onNoise(backdrops.stripes, { cell: 7, x: 0.6, y: 0.8, share: 0.3 }, EDGE),
	onNoise(backdrops.threeColours, three),
	onNoise(engravedTone, { m: 0.6, invert: 0 }, EDGE),
	onNoise(engravedTone, { m: 0.6, invert: 1 }, EDGE),
	parityCase({
		kernel: hatching,
		inputs: [plane(1, 5), plane(1, 6, 20, 24), plane(1, 7)],
		params: { ...at, cell: 5.2, cos: 0.8, sin: 0.6 },
		tolerance: EDGE,
	}),
	onNoise(bustFade, { centre: 14, start: 0.6 }),
	onNoise(intaglio, three),
	onNoise(guilloche, { ...at, radius: 0.4, swing: 0.03, lobes: 12, rays: 90, weight: 1.2 }, EDGE),
];
