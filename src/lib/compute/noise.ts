import type { Executor, Kernel, Plane } from './kernel';

/**
 * Value noise: random numbers on a lattice, joined smoothly, summed over octaves of half the cell and
 * half the strength. 0..1 with mean 1/2. The lattice is hashed with integers, so that every device draws
 * the same numbers, and lies in units of the cell, so that a picture of another size looks the same.
 * @param cell lattice spacing of the first octave in pixels
 * @param seed 0..2^24-1, see noiseSeed
 */
export function valueNoise(
	executor: Executor,
	size: { readonly width: number; readonly height: number },
	{ cell, octaves, seed }: { cell: number; octaves: number; seed: number },
): Plane {
	return executor.run(valueNoiseKernel, [], { cell, octaves, seed }, size);
}

/** A seed for one of several noises of a picture: independent of the others, and exact as an f32. */
export function noiseSeed(seed: number, use: number): number {
	return hash(seed, use, 0x5eed) >>> 8;
}

/** A repeatable stream of numbers in 0..1 for layouts that are made on the CPU alone. */
export function randomStream(seed: number): () => number {
	let step = 0;
	return () => (hash(step++, 0, seed) >>> 8) / 2 ** 24;
}

/** Rounds of "lowbias32" (Chris Wellons, 2018), a 32-bit integer mixer without visible structure. */
function hash(x: number, y: number, seed: number): number {
	let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(seed, 0xc2b2ae3d);
	h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
	h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
	return (h ^ (h >>> 16)) >>> 0;
}

/** A number in 0..1 for a place or a thing: it stays when another is added, unlike the next of a stream. */
export const lattice = (x: number, y: number, seed: number) => (hash(x, y, seed) >>> 8) / 2 ** 24;
const smooth = (t: number) => t * t * (3 - 2 * t);

export const valueNoiseKernel: Kernel<'cell' | 'octaves' | 'seed'> = {
	name: 'value-noise',
	inputs: [],
	output: 1,
	params: ['cell', 'octaves', 'seed'],
	cpu(out, { width, height }, _, { cell, octaves, seed }) {
		const total = 2 - 2 ** (1 - octaves);
		const blend = new Float64Array(width);
		for (let octave = 0; octave < octaves; octave++) {
			const amplitude = 2 ** -octave / total;
			const spacing = cell / 2 ** octave;
			const octaveSeed = seed + octave;
			const columns = Math.floor((width - 0.5) / spacing) + 2;
			/** Cell i covers the pixels from ends[i - 1] to ends[i]. */
			const ends = new Int32Array(columns);
			for (let x = 0; x < width; x++) {
				const u = (x + 0.5) / spacing;
				const column = Math.floor(u);
				blend[x] = amplitude * smooth(u - column);
				ends[column] = x + 1;
			}
			for (let i = 1; i < columns; i++) ends[i] = Math.max(ends[i], ends[i - 1]);
			// The lattice is evaluated once a cell, not once a pixel: rows above and below, then their blend.
			let above = new Float64Array(columns);
			let below = new Float64Array(columns);
			const row = new Float64Array(columns);
			let current = -2;
			const fill = (values: Float64Array, y: number) => {
				for (let i = 0; i < columns; i++) values[i] = lattice(i, y, octaveSeed);
			};
			for (let y = 0; y < height; y++) {
				const v = (y + 0.5) / spacing;
				const cellRow = Math.floor(v);
				if (cellRow === current + 1) {
					[above, below] = [below, above];
					fill(below, cellRow + 1);
				} else if (cellRow !== current) {
					fill(above, cellRow);
					fill(below, cellRow + 1);
				}
				current = cellRow;
				const t = smooth(v - cellRow);
				for (let i = 0; i < columns; i++) row[i] = above[i] + (below[i] - above[i]) * t;
				const start = y * width;
				for (let i = 0, x = 0; i + 1 < columns; i++) {
					const level = amplitude * row[i];
					const rise = row[i + 1] - row[i];
					for (const end = ends[i]; x < end; x++) out[start + x] += level + rise * blend[x];
				}
			}
		}
	},
	wgsl: `
fn hash(x: u32, y: u32, seed: u32) -> u32 {
	var h = (x * 0x9e3779b1u) ^ (y * 0x85ebca77u) ^ (seed * 0xc2b2ae3du);
	h = (h ^ (h >> 16u)) * 0x7feb352du;
	h = (h ^ (h >> 15u)) * 0x846ca68bu;
	return h ^ (h >> 16u);
}
fn lattice(x: i32, y: i32, seed: u32) -> f32 {
	return f32(hash(u32(x), u32(y), seed) >> 8u) / 16777216.0;
}
fn pixel(x: i32, y: i32) -> f32 {
	var sum = 0.0;
	var total = 0.0;
	var amplitude = 1.0;
	var spacing = P.cell;
	for (var octave = 0u; octave < u32(P.octaves); octave++) {
		let seed = u32(P.seed) + octave;
		let p = (vec2f(f32(x), f32(y)) + 0.5) / spacing;
		let corner = vec2i(floor(p));
		let f = p - floor(p);
		let t = f * f * (3.0 - 2.0 * f);
		let a = mix(lattice(corner.x, corner.y, seed), lattice(corner.x, corner.y + 1, seed), t.y);
		let b = mix(lattice(corner.x + 1, corner.y, seed), lattice(corner.x + 1, corner.y + 1, seed), t.y);
		sum += amplitude * mix(a, b, t.x);
		total += amplitude;
		amplitude *= 0.5;
		spacing *= 0.5;
	}
	return sum / total;
}`,
};
