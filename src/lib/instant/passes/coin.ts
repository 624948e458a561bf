/** The blank of a coin: heights of its rim and its field, in pixels, and the cloth it lies on. */
import { fract } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** What runs round the rim; the index is the kernel's `kind`. */
export const RIMS = ['beads', 'laurel', 'reeds', 'rope'] as const;
/** What the field behind the head is engraved with; the index is the kernel's `kind`. */
export const FIELDS = ['rays', 'plain', 'rings', 'weave'] as const;

/**
 * Height of the rim: a raised band from `inner` to `outer`, and on its middle an ornament. x, y: centre; unit: pixels
 * per reference pixel; count: beads, leaves, reeds or strands round the coin.
 */
export const coinRim: Kernel<'x' | 'y' | 'inner' | 'outer' | 'unit' | 'kind' | 'count'> = {
	name: 'coin-rim',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'inner', 'outer', 'unit', 'kind', 'count'],
	cpu(out, { width, height }, _, p) {
		const { inner, outer, unit } = p;
		const middle = (inner + outer) / 2 + unit;
		const pitch = (2 * Math.PI * middle) / p.count;
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const r = Math.sqrt(dx * dx + dy * dy);
				if (r < inner - 6 * unit || r > outer) continue;
				const band =
					smoothstep(inner - 6 * unit, inner + 2 * unit, r) *
					(1 - smoothstep(outer - 8 * unit, outer, r));
				out[i] = 10 * unit * band;
				if (Math.abs(r - middle) > 22 * unit) continue;
				// Angle from the lowest point.
				const angle = Math.atan2(dx, dy);
				out[i] += ORNAMENTS[p.kind](r - middle, angle, middle, pitch, p.count, unit);
			}
		}
	},
	wgsl: `
fn beads(v: f32, angle: f32, middle: f32, pitch: f32, count: f32, unit: f32) -> f32 {
	let radius = 0.4 * pitch;
	let u = (fract(angle / ${2 * Math.PI} * count) - 0.5) * pitch;
	return 0.9 * sqrt(max(0.0, radius * radius - u * u - v * v));
}
fn leaf(u: f32, v: f32, pitch: f32) -> f32 {
	let along = (0.82 * u + 0.57 * v) / (0.95 * pitch);
	let across = (0.82 * v - 0.57 * u) / (0.34 * pitch);
	let room = 1.0 - along * along;
	if (room <= 0.0) {
		return 0.0;
	}
	let t = across / (room * (1.0 - 0.25 * along));
	let vein = 1.0 - 0.4 * exp(-40.0 * t * t);
	return sqrt(max(0.0, 1.0 - t * t)) * vein * sqrt(room);
}
fn laurel(v: f32, angle: f32, middle: f32, pitch: f32, count: f32, unit: f32) -> f32 {
	let turn = abs(angle) / ${Math.PI};
	let s = turn * ${Math.PI} * middle;
	var high = 0.0;
	let first = floor(s / pitch);
	for (var i = -1.0; i < 2.0; i += 1.0) {
		let n = first + i;
		if (n >= 0.0 && n < 0.475 * count) {
			let u = s - (n + 0.5) * pitch;
			high = max(high, leaf(u, v - 0.36 * pitch, pitch));
			high = max(high, leaf(u, -v - 0.36 * pitch, pitch));
		}
	}
	if (turn < 0.945) {
		high = max(high, 0.45 * sqrt(max(0.0, 1.0 - v * v / (6.25 * unit * unit))));
	}
	let knot = 1.0 - (s * s + v * v) / (81.0 * unit * unit);
	let top = middle * (${Math.PI} - abs(angle));
	let berry = 1.0 - (top * top + v * v) / (64.0 * unit * unit);
	return unit * max(6.5 * high, 8.0 * sqrt(max(0.0, max(knot, berry))));
}
fn reeds(v: f32, angle: f32, middle: f32, pitch: f32, count: f32, unit: f32) -> f32 {
	let ends = 1.0 - smoothstep(15.0 * unit, 18.0 * unit, abs(v));
	let u = 2.0 * abs(fract(angle / ${2 * Math.PI} * count) - 0.5);
	return 5.0 * unit * ends * sqrt(max(0.0, 1.0 - u * u));
}
fn rope(v: f32, angle: f32, middle: f32, pitch: f32, count: f32, unit: f32) -> f32 {
	let w = v / (13.0 * unit);
	let round = sqrt(max(0.0, 1.0 - w * w));
	let u = 2.0 * abs(fract(angle / ${2 * Math.PI} * count + 0.75 * w) - 0.5);
	return 11.0 * unit * round * (0.45 + 0.55 * sqrt(max(0.0, 1.0 - u * u)));
}
fn pixel(x: i32, y: i32) -> f32 {
	let unit = P.unit;
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let r = length(d);
	let middle = (P.inner + P.outer) / 2.0 + unit;
	let pitch = ${2 * Math.PI} * middle / P.count;
	if (r < P.inner - 6.0 * unit || r > P.outer) {
		return 0.0;
	}
	let band = smoothstep(P.inner - 6.0 * unit, P.inner + 2.0 * unit, r)
		* (1.0 - smoothstep(P.outer - 8.0 * unit, P.outer, r));
	var h = 10.0 * unit * band;
	let v = r - middle;
	if (abs(v) > 22.0 * unit) {
		return h;
	}
	let angle = atan2(d.x, d.y);
	switch i32(P.kind) {
		case 0: { h += beads(v, angle, middle, pitch, P.count, unit); }
		case 1: { h += laurel(v, angle, middle, pitch, P.count, unit); }
		case 2: { h += reeds(v, angle, middle, pitch, P.count, unit); }
		default: { h += rope(v, angle, middle, pitch, P.count, unit); }
	}
	return h;
}`,
};

/** v: across the rim; middle: its radius; all in pixels. */
type Ornament = (
	v: number,
	angle: number,
	middle: number,
	pitch: number,
	count: number,
	unit: number,
) => number;

const rounded = (square: number) => Math.sqrt(Math.max(0, square));

const beads: Ornament = (v, angle, _, pitch, count) => {
	const radius = 0.4 * pitch;
	const u = (fract((angle / (2 * Math.PI)) * count) - 0.5) * pitch;
	return 0.9 * rounded(radius * radius - u * u - v * v);
};

/** A leaf that leans away from the stem, with a vein. */
function leaf(u: number, v: number, pitch: number): number {
	const along = (0.82 * u + 0.57 * v) / (0.95 * pitch);
	const across = (0.82 * v - 0.57 * u) / (0.34 * pitch);
	const room = 1 - along * along;
	if (room <= 0) return 0;
	const t = across / (room * (1 - 0.25 * along));
	const vein = 1 - 0.4 * Math.exp(-40 * t * t);
	return rounded(1 - t * t) * vein * Math.sqrt(room);
}

/** Two branches that rise from a knot at the foot to a berry at the top. */
const laurel: Ornament = (v, angle, middle, pitch, count, unit) => {
	const turn = Math.abs(angle) / Math.PI;
	const s = turn * Math.PI * middle;
	let high = 0;
	const first = Math.floor(s / pitch);
	for (let n = Math.max(0, first - 1); n <= first + 1 && n < 0.475 * count; n++) {
		const u = s - (n + 0.5) * pitch;
		high = Math.max(high, leaf(u, v - 0.36 * pitch, pitch), leaf(u, -v - 0.36 * pitch, pitch));
	}
	if (turn < 0.945) high = Math.max(high, 0.45 * rounded(1 - (v * v) / (6.25 * unit * unit)));
	const knot = 1 - (s * s + v * v) / (81 * unit * unit);
	const top = middle * (Math.PI - Math.abs(angle));
	const berry = 1 - (top * top + v * v) / (64 * unit * unit);
	return unit * Math.max(6.5 * high, 8 * rounded(Math.max(knot, berry)));
};

const reeds: Ornament = (v, angle, _, _pitch, count, unit) => {
	const ends = 1 - smoothstep(15 * unit, 18 * unit, Math.abs(v));
	const u = 2 * Math.abs(fract((angle / (2 * Math.PI)) * count) - 0.5);
	return 5 * unit * ends * rounded(1 - u * u);
};

const rope: Ornament = (v, angle, _, _pitch, count, unit) => {
	const w = v / (13 * unit);
	const u = 2 * Math.abs(fract((angle / (2 * Math.PI)) * count + 0.75 * w) - 0.5);
	return 11 * unit * rounded(1 - w * w) * (0.45 + 0.55 * rounded(1 - u * u));
};

const ORNAMENTS: readonly Ornament[] = [beads, laurel, reeds, rope];

/** Height of the engraved field round the head. Input: noise. x, y: centre; inner: its radius. */
export const coinField: Kernel<'x' | 'y' | 'inner' | 'unit' | 'kind'> = {
	name: 'coin-field',
	inputs: [1],
	output: 1,
	params: ['x', 'y', 'inner', 'unit', 'kind'],
	cpu(out, { width, height }, [{ data: noise }], { x: cx, y: cy, inner, unit, kind }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = (x + 0.5 - cx) / unit;
				const dy = (y + 0.5 - cy) / unit;
				const r = Math.sqrt(dx * dx + dy * dy);
				let cut = 0;
				if (kind === 0) cut = Math.sin(90 * Math.atan2(dy, dx)) * smoothstep(92, 154, r);
				else if (kind === 2) cut = Math.sin(r * 0.9);
				else if (kind === 3) cut = 0.8 * Math.sin(0.55 * (dx + dy)) * Math.sin(0.55 * (dx - dy));
				const inside = 1 - smoothstep(inner - 10 * unit, inner - 6 * unit, r * unit);
				out[i] = unit * (noise[i] - 0.5 + 0.55 * cut * inside);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let d = (vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y)) / P.unit;
	let r = length(d);
	var cut = 0.0;
	switch i32(P.kind) {
		case 0: { cut = sin(90.0 * atan2(d.y, d.x)) * smoothstep(92.0, 154.0, r); }
		case 2: { cut = sin(r * 0.9); }
		case 3: { cut = 0.8 * sin(0.55 * (d.x + d.y)) * sin(0.55 * (d.x - d.y)); }
		default: {}
	}
	let inside = 1.0 - smoothstep(P.inner - 10.0 * P.unit, P.inner - 6.0 * P.unit, r * P.unit);
	return P.unit * (in0(x, y) - 0.5 + 0.55 * cut * inside);
}`,
};

/**
 * The coin on cloth that darkens outwards, with its shadow below and to the right. Input: its colours.
 * x, y: centre; outer: its radius; r0... the cloth's sRGB at its middle and its border.
 */
export const coinOnCloth: Kernel<
	'x' | 'y' | 'outer' | 'unit' | 'r0' | 'g0' | 'b0' | 'r1' | 'g1' | 'b1'
> = {
	name: 'coin-on-cloth',
	inputs: [3],
	output: 3,
	params: ['x', 'y', 'outer', 'unit', 'r0', 'g0', 'b0', 'r1', 'g1', 'b1'],
	cpu(out, { width, height }, [{ data }], p) {
		const { x: cx, y: cy, outer, unit } = p;
		const near = [p.r0, p.g0, p.b0];
		const far = [p.r1, p.g1, p.b1];
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - cx;
				const dy = y + 0.5 - cy;
				const r = Math.sqrt(dx * dx + dy * dy);
				const coin = Math.min(1, Math.max(0, outer - r + 0.5));
				const sx = dx - 10 * unit;
				const sy = dy - 18 * unit;
				const fall = Math.sqrt(sx * sx + sy * sy);
				const shadow = 1 - smoothstep(outer - 40 * unit, outer + 40 * unit, fall);
				const light = dy + 0.2 * cy;
				const t = Math.min(1, Math.sqrt(dx * dx + light * light) / (0.75 * width));
				for (let c = 0; c < 3; c++) {
					const cloth = (near[c] + (far[c] - near[c]) * t) * (1 - 0.55 * shadow);
					out[3 * i + c] = cloth + (data[3 * i + c] - cloth) * coin;
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let coin = saturate(P.outer - length(d) + 0.5);
	let fall = length(d - P.unit * vec2f(10.0, 18.0));
	let shadow = 1.0 - smoothstep(P.outer - 40.0 * P.unit, P.outer + 40.0 * P.unit, fall);
	let t = min(1.0, length(d + vec2f(0.0, 0.2 * P.y)) / (0.75 * f32(W)));
	let cloth = mix(vec3f(P.r0, P.g0, P.b0), vec3f(P.r1, P.g1, P.b1), t) * (1.0 - 0.55 * shadow);
	return mix(cloth, in0(x, y), coin);
}`,
};
