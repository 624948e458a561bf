/** The papers around a figure: sheets with round openings, and ranges of hills. */
import { noiseSeed } from '$lib/compute/noise';
import { clamp01, fract } from '$lib/compute/scalar';
import type { Kernel, Plane } from '$lib/compute/kernel';
import type { papercut } from '$lib/domain/styles/papercut';
import type { DrawContext } from '../style';
import { vary } from '../variation';

export type PaperForm = (typeof papercut.backdrops)[number];

/** The opening or ridge of frame i, 0 the innermost and farthest; frame 3 lies before the figure. */
export function paperOpening(
	{ executor, prepared, seed }: DrawContext,
	form: PaperForm,
	i: number,
): Plane {
	const { side, scale: px, centre } = prepared;
	const size = { width: side, height: side };
	const phase = (use: number) => (2 * Math.PI * noiseSeed(seed, use + i)) / 2 ** 24;
	if (form === 'hills') {
		const height = [0.5, 0.66, 0.8, 0.945][i] * side;
		const waves = vary(5, 3.5, 7, seed, 63);
		return executor.run(
			paperHills,
			[],
			{
				height,
				wave: [0.055, 0.05, 0.04, 0.018][i] * side,
				waves,
				wavePhase: phase(70),
				ripple: [0.02, 0.016, 0.013, 0.008][i] * side,
				ripples: 2.6 * waves,
				ripplePhase: phase(80),
			},
			size,
		);
	}
	const radius = (0.375 + 0.062 * i) * side;
	const round = { x: centre.x, y: centre.y, radius, hole: 0, holes: 1, holeRadius: radius };
	const still = { wave: 0, waves: 5, wavePhase: 0, ripple: 0, ripples: 9, ripplePhase: 0 };
	const smooth = { ...still, scallop: 0, scallops: 8 };
	const forms = {
		waves: () => ({
			...smooth,
			wave: 0.018 * side,
			waves: Math.round(vary(5, 4, 7, seed, 64)),
			wavePhase: phase(70),
			ripple: 0.012 * side,
			ripplePhase: phase(80),
		}),
		petals: () => ({
			...smooth,
			radius: radius - 0.008 * side,
			scallop: -0.02 * side,
			scallops: Math.round(vary(8, 6, 12, seed, 65)),
		}),
		rosette: () => ({
			...smooth,
			radius: radius - 0.012 * side,
			scallop: -0.01 * side,
			scallops: 12,
			hole: (i === 0 ? 0 : 20) * px,
			holes: [1, 24, 36, 48][i],
			holeRadius: radius + 0.032 * side,
		}),
	};
	return executor.run(paperFrame, [], { ...round, ...forms[form]() }, size);
}

type Frame =
	| 'x'
	| 'y'
	| 'radius'
	| 'wave'
	| 'waves'
	| 'wavePhase'
	| 'ripple'
	| 'ripples'
	| 'ripplePhase'
	| 'scallop'
	| 'scallops'
	| 'hole'
	| 'holes'
	| 'holeRadius';

/**
 * A sheet with a round opening, 1 outside: radius + wave sin + ripple sin - scallop |sin|, in pixels, and a ring of
 * leaf-shaped holes of half length `hole` around it (none when it is 0).
 */
export const paperFrame: Kernel<Frame> = {
	name: 'paper-frame',
	inputs: [],
	output: 1,
	params: [
		'x',
		'y',
		'radius',
		'wave',
		'waves',
		'wavePhase',
		'ripple',
		'ripples',
		'ripplePhase',
		'scallop',
		'scallops',
		'hole',
		'holes',
		'holeRadius',
	],
	cpu(out, { width, height }, _, p) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const angle = Math.atan2(dy, dx);
				const r = Math.sqrt(dx * dx + dy * dy);
				const edge =
					p.radius +
					p.wave * Math.sin(p.waves * angle + p.wavePhase) +
					p.ripple * Math.sin(p.ripples * angle + p.ripplePhase) -
					p.scallop * Math.abs(Math.sin(p.scallops * angle));
				let cover = clamp01(r - edge + 0.5);
				if (p.hole > 0) {
					const turn = fract((angle * p.holes) / (2 * Math.PI)) - 0.5;
					const along = Math.abs(r - p.holeRadius) / p.hole;
					const across = Math.abs((turn * 2 * Math.PI * r) / p.holes);
					const half = LEAF * p.hole * Math.max(0, 1 - along * along);
					const outside = along >= 1 ? 1 : clamp01(across - half + 0.5);
					cover = Math.min(cover, outside);
				}
				out[i] = cover;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let angle = atan2(d.y, d.x);
	let r = length(d);
	let edge = P.radius + P.wave * sin(P.waves * angle + P.wavePhase)
		+ P.ripple * sin(P.ripples * angle + P.ripplePhase) - P.scallop * abs(sin(P.scallops * angle));
	var cover = saturate(r - edge + 0.5);
	if (P.hole > 0.0) {
		let turn = fract(angle * P.holes / ${2 * Math.PI}) - 0.5;
		let along = abs(r - P.holeRadius) / P.hole;
		let across = abs(turn * ${2 * Math.PI} * r / P.holes);
		let half = 0.42 * P.hole * max(0.0, 1.0 - along * along);
		cover = min(cover, select(saturate(across - half + 0.5), 1.0, along >= 1.0));
	}
	return cover;
}`,
};

/** Half the width of a leaf-shaped hole against half its length. */
const LEAF = 0.42;

/** A range of hills, 1 below its ridge: height + wave sin + ripple sin, in pixels. */
export const paperHills: Kernel<
	'height' | 'wave' | 'waves' | 'wavePhase' | 'ripple' | 'ripples' | 'ripplePhase'
> = {
	name: 'paper-hills',
	inputs: [],
	output: 1,
	params: ['height', 'wave', 'waves', 'wavePhase', 'ripple', 'ripples', 'ripplePhase'],
	cpu(out, { width, height }, _, p) {
		const ridge = Float64Array.from({ length: width }, (_, x) => {
			const t = (x + 0.5) / width;
			return (
				p.height +
				p.wave * Math.sin(p.waves * t + p.wavePhase) +
				p.ripple * Math.sin(p.ripples * t + p.ripplePhase)
			);
		});
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) out[i] = clamp01(y + 1 - ridge[x]);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let t = (f32(x) + 0.5) / f32(W);
	let ridge = P.height + P.wave * sin(P.waves * t + P.wavePhase) + P.ripple * sin(P.ripples * t + P.ripplePhase);
	return saturate(f32(y) + 1.0 - ridge);
}`,
};
