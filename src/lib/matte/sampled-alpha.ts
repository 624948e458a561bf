import { distanceTransform } from '$lib/compute/distance';
import type { CpuPlane } from '$lib/compute/kernel';
import { smoothstep } from '$lib/compute/pointwise';

/**
 * How far inside and outside of a mask's border colours may overrule it, in pixels of a head-and-shoulders crop of
 * 768: flags and curtains that a network took for hair reach in, hairs reach out.
 */
const INWARDS = 16;
const OUTWARDS = 9;
/** How far a known colour is looked for. */
const FARTHEST = 44;
const DIRECTIONS = 8;
/** Two colours this far apart (sRGB 0..1) say nothing, or all, about what lies between them. */
const APART = [0.12, 0.3] as const;
/** How far a colour may lie beside the mixtures of two others. */
const BESIDE = [0.05, 0.12] as const;
/** What disagreeing with the mask costs, and what distance costs, against a squared difference of colours. */
const DISAGREE = 0.004;
const DISTANT = 0.0006;

/**
 * Alpha near the border of a mask by the colours around: each pixel is explained as a mixture of a colour that is
 * surely the person's and one that is surely the background's, both found along rays (Gastal, Oliveira: "Shared
 * Sampling for Real-Time Alpha Matting", Eurographics 2010). Where they are too alike, or explain nothing, the mask
 * stays.
 * @param image sRGB 0..1, 3 channels
 * @param alpha 0..1, of the same size
 * @param scale pixels for each of a head-and-shoulders crop of 768
 */
export function sampledAlpha(image: CpuPlane, alpha: CpuPlane, scale: number): CpuPlane {
	const { width, height, data } = alpha;
	// 1. What is sure: 1 person, 2 background, 0 to be found out.
	const inside = Uint8Array.from(data, (v) => (v >= 0.5 ? 1 : 0));
	const depth = distanceTransform(inside, width, height);
	const off = distanceTransform(
		inside.map((v) => 1 - v),
		width,
		height,
	);
	const [inwards, outwards] = [INWARDS * scale, OUTWARDS * scale];
	const sure = Uint8Array.from(data, (v, i) => {
		if (depth[i] > inwards) return 1;
		return off[i] > outwards && v < 0.02 ? 2 : 0;
	});
	const out = Float32Array.from(data);
	const persons = new Samples();
	const walls = new Samples();
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) {
			if (sure[i] !== 0) continue;
			// 2. Sure colours around; neighbours look in other directions.
			const turn = ((x % 3) + 3 * (y % 3)) / 9;
			look(image, sure, x, y, turn, FARTHEST * scale, persons, walls);
			if (persons.count === 0 || walls.count === 0) continue;
			// 3. The two that explain the pixel best.
			const found = explain(image.data, 3 * i, persons, walls, data[i]);
			const trust =
				smoothstep(APART[0], APART[1], found.apart) *
				(1 - smoothstep(BESIDE[0], BESIDE[1], found.beside));
			out[i] = data[i] + trust * (found.alpha - data[i]);
		}
	}
	return { width, height, channels: 1, data: out };
}

/** Colours with their distance from a pixel. */
class Samples {
	readonly colours = new Float32Array(3 * DIRECTIONS);
	readonly distances = new Float32Array(DIRECTIONS);
	count = 0;
	nearest = Infinity;
}

/** Walks from a pixel in all directions to the first sure ones of either kind. */
function look(
	{ width, height, data }: CpuPlane,
	sure: Uint8Array,
	x: number,
	y: number,
	turn: number,
	farthest: number,
	persons: Samples,
	walls: Samples,
): void {
	persons.count = walls.count = 0;
	persons.nearest = walls.nearest = Infinity;
	for (let k = 0; k < DIRECTIONS; k++) {
		const angle = (2 * Math.PI * (k + turn)) / DIRECTIONS;
		const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
		let missing = 3;
		for (let r = 1; r < farthest && missing !== 0; r++) {
			const px = (x + 0.5 + r * dx) | 0;
			const py = (y + 0.5 + r * dy) | 0;
			if (px < 0 || py < 0 || px >= width || py >= height) break;
			const i = py * width + px;
			const kind = sure[i];
			if (kind === 0 || !(missing & kind)) continue;
			missing &= ~kind;
			const into = kind === 1 ? persons : walls;
			for (let c = 0; c < 3; c++) into.colours[3 * into.count + c] = data[3 * i + c];
			into.distances[into.count++] = r;
			if (r < into.nearest) into.nearest = r;
		}
	}
}

const explained = { alpha: 0, apart: 0, beside: 0 };

/** @param before what the mask says of the pixel */
function explain(
	image: Float32Array,
	at: number,
	persons: Samples,
	walls: Samples,
	before: number,
): Readonly<typeof explained> {
	let least = Infinity;
	const [nearPerson, nearWall] = [persons.nearest, walls.nearest];
	for (let p = 0; p < persons.count; p++) {
		for (let w = 0; w < walls.count; w++) {
			let [dot, norm] = [0, 1e-6];
			for (let c = 0; c < 3; c++) {
				const d = persons.colours[3 * p + c] - walls.colours[3 * w + c];
				dot += (image[at + c] - walls.colours[3 * w + c]) * d;
				norm += d * d;
			}
			const alpha = Math.min(Math.max(dot / norm, 0), 1);
			let beside = 0;
			for (let c = 0; c < 3; c++) {
				const [f, b] = [persons.colours[3 * p + c], walls.colours[3 * w + c]];
				beside += (image[at + c] - alpha * f - (1 - alpha) * b) ** 2;
			}
			const cost =
				beside +
				DISAGREE * (alpha - before) ** 2 +
				DISTANT * (persons.distances[p] / nearPerson + walls.distances[w] / nearWall);
			if (cost >= least) continue;
			least = cost;
			explained.alpha = alpha;
			explained.apart = Math.sqrt(norm);
			explained.beside = Math.sqrt(beside);
		}
	}
	return explained;
}
