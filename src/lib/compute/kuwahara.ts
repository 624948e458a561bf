import type { Executor, Kernel, Plane } from './kernel';

/**
 * Anisotropic Kuwahara filter (Kyprianidis, Kang and Doellner 2009): the mean of eight sectors of an
 * ellipse that follows the flow, the calmest sectors counting most. Turns texture into brush dabs and
 * sharpens edges. The ellipse is sampled by a fixed pattern of RINGS x SPOKES + 1 taps, so that the cost
 * does not grow with the radius: smooth the source a little first.
 * @param source 3 channels, 0..1
 * @param flow tangents and anisotropy, see structureFlow
 * @param radius 1 channel: radius of the ellipse in pixels at each place (its long side grows to twice that);
 *   0 leaves the source as it is, at no cost
 */
export function kuwahara(executor: Executor, source: Plane, flow: Plane, radius: Plane): Plane {
	return executor.run(kuwaharaKernel, [source, flow, radius], {});
}

const RINGS = 4;
const SPOKES = 16;
const SECTORS = 8;
/** Rings of equal area; weights exp(-3.125 r^2), a Gaussian that is small at the rim. */
const RING_RADII = Float64Array.from({ length: RINGS }, (_, j) => Math.sqrt((j + 0.5) / RINGS));
const RING_WEIGHTS = RING_RADII.map((r) => Math.exp(-3.125 * r * r));
const CENTRE_WEIGHT = 0.25;
const SECTOR_WEIGHT = CENTRE_WEIGHT + 2 * RING_WEIGHTS.reduce((a, b) => a + b, 0);
const SPOKE_COS = Float64Array.from({ length: SPOKES }, (_, i) =>
	Math.cos((2 * Math.PI * i) / SPOKES),
);
const SPOKE_SIN = Float64Array.from({ length: SPOKES }, (_, i) =>
	Math.sin((2 * Math.PI * i) / SPOKES),
);
const SHARE = 1 / SECTOR_WEIGHT;
/** Where the sums of the last spoke begin. */
const LAST = 4 * (SPOKES - 1);
/** Weight of a sector falls with the 6th power of its standard deviation in 8-bit steps. */
const DEPTH = 255;
/** Ellipses under half a pixel see themselves alone. */
const LEAST_RADIUS = 0.5;

export const kuwaharaKernel: Kernel<never> = {
	name: 'kuwahara',
	inputs: [3, 3, 1],
	output: 3,
	params: [],
	cpu(out, { width, height }, [source, flow, radius]) {
		const { data } = source;
		const right = width - 1;
		const bottom = height - 1;
		/** Per spoke: weighted sums of r, g, b and of r^2 + g^2 + b^2. */
		const spokes = new Float64Array(SPOKES * 4);
		for (let y = 0, o = 0; y < height; y++) {
			for (let x = 0; x < width; x++, o++) {
				if (radius.data[o] < LEAST_RADIUS) {
					out[3 * o] = data[3 * o];
					out[3 * o + 1] = data[3 * o + 1];
					out[3 * o + 2] = data[3 * o + 2];
					continue;
				}
				// 1. The ellipse: long along the flow.
				const tx = flow.data[3 * o];
				const ty = flow.data[3 * o + 1];
				const stretch = 1 + flow.data[3 * o + 2];
				const long = radius.data[o] * stretch;
				const short = radius.data[o] / stretch;
				// The ellipse reaches no further than its long side.
				const inside = x >= long && y >= long && x + long < right && y + long < bottom;
				// 2. Sums along each spoke.
				for (let s = 0; s < SPOKES; s++) {
					const u = SPOKE_COS[s] * long;
					const v = SPOKE_SIN[s] * short;
					const dx = tx * u - ty * v;
					const dy = ty * u + tx * v;
					let sumR = 0;
					let sumG = 0;
					let sumB = 0;
					let squares = 0;
					for (let j = 0; j < RINGS; j++) {
						// What | 0 makes of coordinates under 0 is clamped anyway.
						let px = (x + 0.5 + dx * RING_RADII[j]) | 0;
						let py = (y + 0.5 + dy * RING_RADII[j]) | 0;
						if (!inside) {
							px = px < 0 ? 0 : px > right ? right : px;
							py = py < 0 ? 0 : py > bottom ? bottom : py;
						}
						const at = 3 * (py * width + px);
						const r = data[at];
						const g = data[at + 1];
						const b = data[at + 2];
						const w = RING_WEIGHTS[j];
						sumR += w * r;
						sumG += w * g;
						sumB += w * b;
						squares += w * (r * r + g * g + b * b);
					}
					spokes[4 * s] = sumR;
					spokes[4 * s + 1] = sumG;
					spokes[4 * s + 2] = sumB;
					spokes[4 * s + 3] = squares;
				}
				// 3. A sector is its middle spoke and half of each neighbour.
				const cr = data[3 * o];
				const cg = data[3 * o + 1];
				const cb = data[3 * o + 2];
				const centreSquares = CENTRE_WEIGHT * (cr * cr + cg * cg + cb * cb);
				let total = 0;
				let meanR = 0;
				let meanG = 0;
				let meanB = 0;
				for (let s = 0, a = 0, z = LAST; s < SECTORS; s++, z = a + 4, a += 8) {
					const b = a + 4;
					const r = SHARE * (CENTRE_WEIGHT * cr + spokes[a] + 0.5 * (spokes[b] + spokes[z]));
					const g =
						SHARE * (CENTRE_WEIGHT * cg + spokes[a + 1] + 0.5 * (spokes[b + 1] + spokes[z + 1]));
					const bl =
						SHARE * (CENTRE_WEIGHT * cb + spokes[a + 2] + 0.5 * (spokes[b + 2] + spokes[z + 2]));
					const squares =
						SHARE * (centreSquares + spokes[a + 3] + 0.5 * (spokes[b + 3] + spokes[z + 3]));
					const variance = DEPTH * DEPTH * Math.max(0, squares - r * r - g * g - bl * bl);
					const w = 1 / (1 + variance * variance * variance);
					total += w;
					meanR += w * r;
					meanG += w * g;
					meanB += w * bl;
				}
				const gain = 1 / total;
				out[3 * o] = meanR * gain;
				out[3 * o + 1] = meanG * gain;
				out[3 * o + 2] = meanB * gain;
			}
		}
	},
	wgsl: `
const RADII = array<f32, ${RINGS}>(${RING_RADII.join(', ')});
const WEIGHTS = array<f32, ${RINGS}>(${RING_WEIGHTS.join(', ')});
const COS = array<f32, ${SPOKES}>(${SPOKE_COS.join(', ')});
const SIN = array<f32, ${SPOKES}>(${SPOKE_SIN.join(', ')});
fn spoke(x: i32, y: i32, s: i32, t: vec2f, long: f32, short: f32) -> vec4f {
	let u = COS[s] * long;
	let v = SIN[s] * short;
	let d = vec2f(t.x * u - t.y * v, t.y * u + t.x * v);
	var sum = vec4f(0.0);
	for (var j = 0; j < ${RINGS}; j++) {
		let p = vec2i(floor(vec2f(f32(x), f32(y)) + 0.5 + d * RADII[j]));
		let c = in0(p.x, p.y);
		sum += WEIGHTS[j] * vec4f(c, dot(c, c));
	}
	return sum;
}
fn pixel(x: i32, y: i32) -> vec3f {
	if (in2(x, y) < ${LEAST_RADIUS}) {
		return in0(x, y);
	}
	let flow = in1(x, y);
	let stretch = 1.0 + flow.z;
	let long = in2(x, y) * stretch;
	let short = in2(x, y) / stretch;
	let c = in0(x, y);
	let centre = ${CENTRE_WEIGHT} * vec4f(c, dot(c, c));
	var before = spoke(x, y, ${SPOKES - 1}, flow.xy, long, short);
	var total = 0.0;
	var mean = vec3f(0.0);
	for (var s = 0; s < ${SECTORS}; s++) {
		let middle = spoke(x, y, 2 * s, flow.xy, long, short);
		let after = spoke(x, y, 2 * s + 1, flow.xy, long, short);
		let m = (centre + middle + 0.5 * (before + after)) / ${SECTOR_WEIGHT};
		let variance = ${DEPTH * DEPTH}.0 * max(0.0, m.w - dot(m.xyz, m.xyz));
		let w = 1.0 / (1.0 + variance * variance * variance);
		total += w;
		mean += w * m.xyz;
		before = after;
	}
	return mean / total;
}`,
};
