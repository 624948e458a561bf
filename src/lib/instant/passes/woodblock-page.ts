/** Kernels of the page of a woodblock print: what is behind the figure, and the grain of block and paper. */
import { clamp01, fract, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { CpuPlane, Kernel } from '$lib/compute/kernel';
import { lattice } from '$lib/compute/noise';

/** Overlapping waves of four rings each (青海波), stronger further down. cell: width of a wave in pixels. */
export const seigaiha: Kernel<'cell'> = {
	name: 'seigaiha',
	inputs: [],
	output: 1,
	params: ['cell'],
	cpu(out, { width, height }, _, { cell }) {
		for (let y = 0, i = 0; y < height; y++) {
			const fade = 0.25 + 0.65 * smoothstep(0.3, 0.75, (y + 0.5) / height);
			for (let x = 0; x < width; x++, i++) {
				let ring = 0;
				// A lower row lies over those above it.
				const row = Math.floor((4 * (y + 0.5)) / cell);
				for (let up = 4; up >= 0; up--) {
					const r = row + 1 - up + 1;
					const shift = (r & 1) * 0.5 * cell;
					const px = (x + 0.5 - shift) / cell;
					const dx = (px - Math.floor(px) - 0.5) * cell;
					const dy = y + 0.5 - 0.25 * cell * r - 0.5 * cell;
					const radius = Math.sqrt(dx * dx + dy * dy) / (0.5 * cell);
					if (radius > 1) continue;
					ring = 0;
					for (let q = 0; q < 4; q++) {
						const off = Math.abs(radius - 0.97 + 0.23 * q) * 0.5 * cell;
						ring = Math.max(ring, clamp01(1.3 - off));
					}
				}
				out[i] = ring * fade;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	let fade = 0.25 + 0.65 * smoothstep(0.3, 0.75, p.y / f32(H));
	let row = i32(floor(4.0 * p.y / P.cell));
	var ring = 0.0;
	for (var up = 4; up >= 0; up--) {
		let r = row + 2 - up;
		let px = (p.x - f32(r & 1) * 0.5 * P.cell) / P.cell;
		let d = vec2f((px - floor(px) - 0.5) * P.cell, p.y - 0.25 * P.cell * f32(r) - 0.5 * P.cell);
		let radius = length(d) / (0.5 * P.cell);
		if (radius > 1.0) {
			continue;
		}
		ring = 0.0;
		for (var q = 0; q < 4; q++) {
			let off = abs(radius - 0.97 + 0.23 * f32(q)) * 0.5 * P.cell;
			ring = max(ring, saturate(1.3 - off));
		}
	}
	return ring * fade;
}`,
};

/** A mountain with a concave slope and snow that runs down in tongues. x, y: its top; foot: half its width at the bottom edge, in pixels. */
export const mountain: Kernel<'x' | 'y' | 'foot'> = {
	name: 'mountain',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'foot'],
	cpu(out, { width, height }, _, p) {
		for (let x = 0; x < width; x++) {
			const side = Math.abs(x + 0.5 - p.x) / p.foot;
			const ridge = p.y + (height - p.y) * 1.25 * (1 - Math.exp(-1.6 * Math.max(0, side - 0.06)));
			const tongue = Math.abs(2 * fract(9 * side + 0.3) - 1);
			const snow = p.y + (height - p.y) * (0.1 + 0.13 * tongue);
			for (let y = 0; y < height; y++) {
				const white = clamp01(snow - y);
				out[y * width + x] = (0.9 - 0.72 * white) * clamp01(y + 1 - ridge);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let side = abs(f32(x) + 0.5 - P.x) / P.foot;
	let ridge = P.y + (f32(H) - P.y) * 1.25 * (1.0 - exp(-1.6 * max(0.0, side - 0.06)));
	let tongue = abs(2.0 * fract(9.0 * side + 0.3) - 1.0);
	let snow = P.y + (f32(H) - P.y) * (0.1 + 0.13 * tongue);
	let white = saturate(snow - f32(y));
	return (0.9 - 0.72 * white) * saturate(f32(y) + 1.0 - ridge);
}`,
};

/** Bars of mist with round ends. Input: n x 1 bars, (x from, x to, y, half height) in pixels. */
export const mistBars: Kernel<never> = {
	name: 'mist-bars',
	inputs: [4],
	output: 1,
	params: [],
	cpu(out, { width, height }, [{ data, width: n }]) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				let cover = 0;
				for (let j = 0; j < n; j++) {
					const [from, to, at, half] = data.subarray(4 * j, 4 * j + 4);
					const dx = Math.max(from - x - 0.5, x + 0.5 - to, 0);
					const dy = y + 0.5 - at;
					cover = Math.max(cover, clamp01(half - Math.sqrt(dx * dx + dy * dy) + 0.5));
				}
				out[i] = cover;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	var cover = 0.0;
	for (var j = 0; j < in0W; j++) {
		let bar = in0(j, 0);
		let d = vec2f(max(max(bar.x - p.x, p.x - bar.y), 0.0), p.y - bar.z);
		cover = max(cover, saturate(bar.w - length(d) + 0.5));
	}
	return cover;
}`,
};

/** Bars of mist from both sides, leaving the middle open. */
export function mistLayout(side: number, seed: number): CpuPlane {
	const rows = 9;
	const data = new Float32Array(4 * rows);
	for (let j = 0; j < rows; j++) {
		const reach = (0.18 + 0.3 * lattice(j, 0, seed)) * side;
		const left = (j + seed) % 2 === 0;
		const y = ((j + 0.6 + 0.3 * lattice(j, 1, seed)) / rows) * side;
		data.set([left ? -side : side - reach, left ? reach : 2 * side, y, 0.026 * side], 4 * j);
	}
	return { width: rows, height: 1, channels: 4, data };
}

type Page = `${'r' | 'g' | 'b'}${0 | 1 | 2}`;

/** OKLab-free sRGB of the key block's ink. */
const KEY = [0.133, 0.149, 0.227];

/**
 * Paper with a shaded sky (bokashi) and a pattern, the figure, its outline and key lines.
 * Inputs: pattern, figure sRGB, key lines, silhouette, outline. r0..b2: sRGB of paper, pattern, sky.
 */
export const woodblockPage: Kernel<Page> = {
	name: 'woodblock-page',
	inputs: [1, 3, 1, 1, 1],
	output: 3,
	params: ['r0', 'g0', 'b0', 'r1', 'g1', 'b1', 'r2', 'g2', 'b2'],
	cpu(out, { width, height }, [{ data: pattern }, { data: figure }, key, shape, line], p) {
		const colours = [
			[p.r0, p.r1, p.r2],
			[p.g0, p.g1, p.g2],
			[p.b0, p.b1, p.b2],
		];
		for (let y = 0, i = 0; y < height; y++) {
			const sky = (1 - smoothstep(0, 0.34, (y + 0.5) / height)) ** 1.3;
			for (let x = 0; x < width; x++, i++) {
				for (let c = 0; c < 3; c++) {
					const [paper, motif, above] = colours[c];
					let v = mix(mix(paper, above, sky), motif, pattern[i]);
					v = mix(v, KEY[c], line.data[i]);
					v = mix(v, figure[3 * i + c], shape.data[i]);
					out[3 * i + c] = mix(v, KEY[c], 0.95 * key.data[i] * shape.data[i]);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let key = vec3f(${KEY.join(', ')});
	let sky = pow(1.0 - smoothstep(0.0, 0.34, (f32(y) + 0.5) / f32(H)), 1.3);
	var v = mix(vec3f(P.r0, P.g0, P.b0), vec3f(P.r2, P.g2, P.b2), sky);
	v = mix(v, vec3f(P.r1, P.g1, P.b1), in0(x, y));
	v = mix(v, key, in4(x, y));
	v = mix(v, in1(x, y), in3(x, y));
	return mix(v, key, 0.95 * in2(x, y) * in3(x, y));
}`,
};

/** sRGB of the paper that shines through. */
const PAPER = [0.94, 0.894, 0.796];
/** Tint of old paper. */
const AGED = [1, 0.985, 0.95];

/** Grain of the block and fibres of the paper. Inputs: print, broad noise, fine noise, fibre noise. scale: pixels per reference pixel. */
export const woodGrain: Kernel<'scale'> = {
	name: 'wood-grain',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: ['scale'],
	cpu(out, { width, height }, [{ data: print }, broad, fine, fibre], { scale }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const bent = (y + 0.5) / scale + 22 * broad.data[i] + 3 * fine.data[i];
				const wood = 0.5 + 0.5 * Math.sin(0.55 * bent);
				const through = 0.07 * clamp01(6 * (fibre.data[i] - 0.68)) + 0.035 * wood;
				const tooth = 1 + 0.06 * (fine.data[i] - 0.5) + 0.04 * (broad.data[i] - 0.5);
				for (let c = 0; c < 3; c++) {
					const v = mix(print[3 * i + c], PAPER[c], through);
					out[3 * i + c] = clamp01(v * AGED[c] * tooth);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let bent = (f32(y) + 0.5) / P.scale + 22.0 * in1(x, y) + 3.0 * in2(x, y);
	let wood = 0.5 + 0.5 * sin(0.55 * bent);
	let through = 0.07 * saturate(6.0 * (in3(x, y) - 0.68)) + 0.035 * wood;
	let tooth = 1.0 + 0.06 * (in2(x, y) - 0.5) + 0.04 * (in1(x, y) - 0.5);
	let v = mix(in0(x, y), vec3f(${PAPER.join(', ')}), through);
	return saturate(v * vec3f(${AGED.map((v) => v.toFixed(3)).join(', ')}) * tooth);
}`,
};
