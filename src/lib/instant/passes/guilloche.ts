import { clamp01 } from '$lib/compute/scalar';
import type { Kernel } from '$lib/compute/kernel';

/** Phase-shifted curves of a band. */
const CURVES = 14;
const PHASE_COS = Array.from({ length: CURVES }, (_, q) => Math.cos((2 * Math.PI * q) / CURVES));
const PHASE_SIN = Array.from({ length: CURVES }, (_, q) => Math.sin((2 * Math.PI * q) / CURVES));

/** A band of waves r = radius + offset + swing sin(lobes angle + phase), swing and lobes as multiples. */
const BANDS = [
	{ offset: 0, swing: 1, lobes: 1, ripple: 0.4 },
	{ offset: -0.085, swing: 0.73, lobes: 0.75, ripple: 0 },
	{ offset: 0.075, swing: 0.53, lobes: 2.5, ripple: 0 },
] as const;

/** Rays lie inside and outside the bands. */
const INNER_RAYS = { edge: -0.115, share: 0.3 };
const OUTER_RAYS = { edge: 0.105, share: 0.22 };

/**
 * A lathe-work rosette around (x, y): three bands of CURVES waves each, and fine rays. Coverage 0..1.
 * radius: of the middle band; swing: its amplitude, both as shares of the side; lobes: its waves, a
 * multiple of 4; rays: their number; weight: width of the lines in pixels.
 */
export const guilloche: Kernel<'x' | 'y' | 'radius' | 'swing' | 'lobes' | 'rays' | 'weight'> = {
	name: 'guilloche',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'radius', 'swing', 'lobes', 'rays', 'weight'],
	cpu(out, { width, height }, _, p) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const pixels = Math.sqrt(dx * dx + dy * dy);
				const r = pixels / width;
				const angle = Math.atan2(dy, dx);
				let cover = 0;
				for (let b = 0; b < BANDS.length; b++) {
					const band = BANDS[b];
					const away = r - p.radius - band.offset;
					const swing = band.swing * p.swing;
					if (Math.abs(away) > (1 + band.ripple) * swing + 0.01) continue;
					// All phases by one sine and cosine: sin(a + q) = sin a cos q + cos a sin q.
					const lobes = band.lobes * p.lobes;
					const sin = Math.sin(lobes * angle);
					const cos = Math.cos(lobes * angle);
					const ripple = 2 * band.ripple * sin * cos;
					const rippleSlope = 2 * band.ripple * (cos * cos - sin * sin);
					for (let q = 0; q < CURVES; q++) {
						const wave = sin * PHASE_COS[q] + cos * PHASE_SIN[q] + ripple;
						const turn = cos * PHASE_COS[q] - sin * PHASE_SIN[q] + rippleSlope;
						const slope = (swing * lobes * turn) / r;
						const off = (width * Math.abs(away - swing * wave)) / Math.sqrt(1 + slope * slope);
						const line = clamp01(p.weight / 2 + 0.5 - off) * Math.min(1, p.weight);
						if (line > cover) cover = line;
					}
				}
				const zone =
					r < p.radius + INNER_RAYS.edge
						? INNER_RAYS
						: r > p.radius + OUTER_RAYS.edge
							? OUTER_RAYS
							: null;
				if (zone) {
					const ray = (angle / (2 * Math.PI)) * p.rays;
					const spacing = (2 * Math.PI * pixels) / p.rays;
					const off = spacing * Math.abs(ray - Math.floor(ray) - 0.5);
					cover =
						0.8 *
						clamp01((zone.share / 2) * spacing - off + 0.5) *
						Math.min(1, zone.share * spacing);
				}
				out[i] = cover;
			}
		}
	},
	wgsl: `
const PHASE_COS = array<f32, ${CURVES}>(${PHASE_COS.join(', ')});
const PHASE_SIN = array<f32, ${CURVES}>(${PHASE_SIN.join(', ')});
fn band(r: f32, angle: f32, offset: f32, swing: f32, lobes: f32, ripple: f32) -> f32 {
	let away = r - P.radius - offset;
	if (abs(away) > (1.0 + ripple) * swing + 0.01) {
		return 0.0;
	}
	// WGSL promises a good sine within half a turn only.
	let turns = lobes * angle / ${2 * Math.PI};
	let within = (turns - floor(turns + 0.5)) * ${2 * Math.PI};
	let s = sin(within);
	let c = cos(within);
	var cover = 0.0;
	for (var q = 0; q < ${CURVES}; q++) {
		let wave = s * PHASE_COS[q] + c * PHASE_SIN[q] + 2.0 * ripple * s * c;
		let turn = c * PHASE_COS[q] - s * PHASE_SIN[q] + 2.0 * ripple * (c * c - s * s);
		let slope = swing * lobes * turn / r;
		let off = f32(W) * abs(away - swing * wave) / sqrt(1.0 + slope * slope);
		cover = max(cover, saturate(P.weight / 2.0 + 0.5 - off) * min(1.0, P.weight));
	}
	return cover;
}
fn rayCover(angle: f32, pixels: f32, share: f32) -> f32 {
	let ray = angle / ${2 * Math.PI} * P.rays;
	let spacing = ${2 * Math.PI} * pixels / P.rays;
	let off = spacing * abs(ray - floor(ray) - 0.5);
	return 0.8 * saturate(share / 2.0 * spacing - off + 0.5) * min(1.0, share * spacing);
}
fn pixel(x: i32, y: i32) -> f32 {
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let pixels = length(d);
	let r = pixels / f32(W);
	let angle = atan2(d.y, d.x);
	if (r < P.radius + ${INNER_RAYS.edge}) {
		return rayCover(angle, pixels, ${INNER_RAYS.share});
	}
	if (r > P.radius + ${OUTER_RAYS.edge}) {
		return rayCover(angle, pixels, ${OUTER_RAYS.share});
	}
	var cover = 0.0;
${BANDS.map(
	({ offset, swing, lobes, ripple }) =>
		`	cover = max(cover, band(r, angle, ${offset}, ${swing}f * P.swing, ${lobes}f * P.lobes, ${ripple}));`,
).join('\n')}
	return cover;
}`,
};
