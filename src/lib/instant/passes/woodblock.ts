/** Kernels of a woodblock print: colours of cloth, two tones of skin, beard, features. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Chroma weighs more than lightness when colours are compared. */
export const CHROMA_WEIGHT = 1.8;

/** Index of the nearest of a row of colours. Inputs: OKLab, n x 1 colours. */
export const nearestColour: Kernel<never> = {
	name: 'nearest-colour',
	inputs: [3, 3],
	output: 1,
	params: [],
	cpu(out, _, [{ data: lab }, { data: colours, width: n }]) {
		for (let i = 0; i < out.length; i++) {
			let least = Infinity;
			for (let j = 0; j < n; j++) {
				const dl = lab[3 * i] - colours[3 * j];
				const da = CHROMA_WEIGHT * (lab[3 * i + 1] - colours[3 * j + 1]);
				const db = CHROMA_WEIGHT * (lab[3 * i + 2] - colours[3 * j + 2]);
				const distance = dl * dl + da * da + db * db;
				if (distance < least) {
					least = distance;
					out[i] = j;
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	var least = 1e9;
	var best = 0.0;
	for (var j = 0; j < in1W; j++) {
		let d = (in0(x, y) - in1(j, 0)) * vec3f(1.0, ${CHROMA_WEIGHT}, ${CHROMA_WEIGHT});
		if (dot(d, d) < least) {
			least = dot(d, d);
			best = f32(j);
		}
	}
	return best;
}`,
};

/** 1 in the channel of a pixel's index, for the four indices from `first`. Input: index. */
export const membership: Kernel<'first'> = {
	name: 'membership',
	inputs: [1],
	output: 4,
	params: ['first'],
	cpu(out, _, [{ data }], { first }) {
		for (let i = 0; i < data.length; i++) {
			const channel = Math.round(data[i]) - first;
			if (channel >= 0 && channel < 4) out[4 * i + channel] = 1;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let channel = round(in0(x, y)) - P.first;
	return select(vec4f(0.0), vec4f(1.0), vec4f(0.0, 1.0, 2.0, 3.0) == vec4f(channel));
}`,
};

/** Flat colours with rounded borders: memberships (blurred) to the sixth power decide. Inputs: 3 x 4 memberships, 12 x 1 OKLab. */
export const flatColours: Kernel<never> = {
	name: 'flat-colours',
	inputs: [4, 4, 4, 3],
	output: 3,
	params: [],
	cpu(out, _, [a, b, c, { data: colours }]) {
		const planes = [a.data, b.data, c.data];
		for (let i = 0; i < out.length / 3; i++) {
			let total = 1e-9;
			let [l, u, v] = [0, 0, 0];
			for (let j = 0; j < 12; j++) {
				const w3 = planes[j >> 2][4 * i + (j & 3)] ** 3;
				const w = w3 * w3;
				total += w;
				l += w * colours[3 * j];
				u += w * colours[3 * j + 1];
				v += w * colours[3 * j + 2];
			}
			out[3 * i] = l / total;
			out[3 * i + 1] = u / total;
			out[3 * i + 2] = v / total;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let groups = array<vec4f, 3>(in0(x, y), in1(x, y), in2(x, y));
	var total = 1e-9;
	var sum = vec3f(0.0);
	for (var j = 0; j < 12; j++) {
		let m = groups[j / 4][j % 4];
		let w = m * m * m * m * m * m;
		total += w;
		sum += w * in3(j, 0);
	}
	return sum / total;
}`,
};

/**
 * Where skin is printed, before it is rounded. Inputs: OKLab blurred, tone, face blurred, face blurred widely, matte.
 * l, a, b: OKLab of the skin.
 */
export const skinField: Kernel<'l' | 'a' | 'b'> = {
	name: 'skin-field',
	inputs: [3, 1, 1, 1, 1],
	output: 1,
	params: ['l', 'a', 'b'],
	cpu(out, _, [{ data: lab }, { data: tone }, face, around, matte], { l, a, b }) {
		for (let i = 0; i < out.length; i++) {
			const da = lab[3 * i + 1] - a;
			const db = lab[3 * i + 2] - b;
			const alike = 1 - smoothstep(0.035, 0.065, Math.sqrt(da * da + db * db));
			const near = smoothstep(0.02, 0.12, around.data[i]);
			const lit = smoothstep(l - 0.3, l - 0.2, lab[3 * i]);
			const inFace = face.data[i] * smoothstep(l - 0.3, l - 0.2, tone[i]);
			out[i] = Math.max(alike * near * lit, inFace) * smoothstep(0.4, 0.6, matte.data[i]);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let lab = in0(x, y);
	let alike = 1.0 - smoothstep(0.035, 0.065, distance(lab.yz, vec2f(P.a, P.b)));
	let near = smoothstep(0.02, 0.12, in3(x, y));
	let lit = smoothstep(P.l - 0.3, P.l - 0.2, lab.x);
	let inFace = in2(x, y) * smoothstep(P.l - 0.3, P.l - 0.2, in1(x, y));
	return max(alike * near * lit, inFace) * smoothstep(0.4, 0.6, in4(x, y));
}`,
};

/**
 * Where a beard or moustache grows, before it is rounded: below the nose, greyer than skin for its lightness, and
 * darker or quite grey. Inputs: OKLab blurred, face blurred, lips.
 * l, chroma: of the skin; grey: share of its chroma from which hair is grey; x, y: base of the nose; downX, downY: unit vector to the chin; reach: of the fade in pixels.
 */
export const beardField: Kernel<'l' | 'chroma' | 'grey' | 'x' | 'y' | 'downX' | 'downY' | 'reach'> =
	{
		name: 'beard-field',
		inputs: [3, 1, 1],
		output: 1,
		params: ['l', 'chroma', 'grey', 'x', 'y', 'downX', 'downY', 'reach'],
		cpu(out, { width, height }, [{ data: lab }, { data: face }, { data: lips }], p) {
			const rich = p.chroma / (p.l + 0.05);
			for (let y = 0, i = 0; y < height; y++) {
				for (let x = 0; x < width; x++, i++) {
					const below = (x + 0.5 - p.x) * p.downX + (y + 0.5 - p.y) * p.downY;
					const zone = smoothstep(0, p.reach, below) * smoothstep(0.3, 0.6, face[i]);
					if (zone <= 0) continue;
					const l = lab[3 * i];
					const chroma = Math.sqrt(lab[3 * i + 1] ** 2 + lab[3 * i + 2] ** 2);
					const share = chroma / (l + 0.05) / (rich + 1e-4);
					const dark =
						(1 - smoothstep(p.l - 0.2, p.l - 0.1, l)) * (1 - smoothstep(0.85, 1.1, share));
					const grey = 1 - smoothstep(p.grey, p.grey + 0.15, share);
					out[i] = zone * Math.max(dark, grey) * (1 - lips[i]);
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let below = dot(vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y), vec2f(P.downX, P.downY));
	let zone = smoothstep(0.0, P.reach, below) * smoothstep(0.3, 0.6, in1(x, y));
	let lab = in0(x, y);
	let rich = P.chroma / (P.l + 0.05);
	let share = length(lab.yz) / (lab.x + 0.05) / (rich + 1e-4);
	let dark = (1.0 - smoothstep(P.l - 0.2, P.l - 0.1, lab.x)) * (1.0 - smoothstep(0.85, 1.1, share));
	let grey = 1.0 - smoothstep(P.grey, P.grey + 0.15, share);
	return zone * max(dark, grey) * (1.0 - in2(x, y));
}`,
	};

type Tones = `${'l' | 'a' | 'b'}${0 | 1 | 2}`;

/**
 * Cloth, over it skin in two tones with shaded cheeks (bokashi; fainter on darker skin), over that the beard.
 * Inputs: cloth OKLab, skin, light on skin, beard. l0..b2: OKLab of skin in shadow, in light, of the beard;
 * x0..y1: cheeks; wide: their width in pixels.
 */
export const printSkin: Kernel<Tones | 'x0' | 'y0' | 'x1' | 'y1' | 'wide'> = {
	name: 'print-skin',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: [
		...(['l0', 'a0', 'b0', 'l1', 'a1', 'b1', 'l2', 'a2', 'b2'] as const),
		...(['x0', 'y0', 'x1', 'y1', 'wide'] as const),
	],
	cpu(out, { width, height }, [{ data: cloth }, { data: skin }, light, { data: beard }], p) {
		const tones = [
			[p.l0, p.l1, p.l2],
			[p.a0, p.a1, p.a2],
			[p.b0, p.b1, p.b2],
		];
		const rosy = smoothstep(0.55, 0.85, p.l1);
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const blush = Math.max(
					bump(x + 0.5 - p.x0, y + 0.5 - p.y0, p.wide),
					bump(x + 0.5 - p.x1, y + 0.5 - p.y1, p.wide),
				);
				for (let c = 0; c < 3; c++) {
					const [shade, lit, hair] = tones[c];
					const tone = mix(shade, lit, light.data[i]) + BLUSH[c] * rosy * blush;
					const painted = mix(cloth[3 * i + c], tone, skin[i]);
					out[3 * i + c] = mix(painted, hair, beard[i]);
				}
			}
		}
	},
	wgsl: `
fn bump(d: vec2f) -> f32 {
	let q = d / vec2f(P.wide, 0.75 * P.wide);
	return exp(-dot(q, q));
}
fn pixel(x: i32, y: i32) -> vec3f {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	let blush = max(bump(p - vec2f(P.x0, P.y0)), bump(p - vec2f(P.x1, P.y1)));
	var tone = mix(vec3f(P.l0, P.a0, P.b0), vec3f(P.l1, P.a1, P.b1), in2(x, y));
	tone += vec3f(-0.03, 0.04, 0.01) * smoothstep(0.55, 0.85, P.l1) * blush;
	return mix(mix(in0(x, y), tone, in1(x, y)), vec3f(P.l2, P.a2, P.b2), in3(x, y));
}`,
};

/** Cheeks against the skin: L, a, b. */
const BLUSH = [-0.03, 0.04, 0.01];

function bump(dx: number, dy: number, wide: number): number {
	return Math.exp(-((dx / wide) ** 2) - (dy / (0.75 * wide)) ** 2);
}

/** OKLab of the ink that dark hair is printed with. */
const HAIR_INK = [0.25, -0.002, -0.028];

/**
 * Lips in a flat red of the skin, eyes nearly as they are, teeth without white, dark hair in ink.
 * Inputs: print so far OKLab, the photo's OKLab, eyes, lips, inner lips, light (0 where it is dark). l, a, b: OKLab of the lips.
 */
export const printFeatures: Kernel<'l' | 'a' | 'b'> = {
	name: 'print-features',
	inputs: [3, 3, 1, 1, 1, 1],
	output: 3,
	params: ['l', 'a', 'b'],
	cpu(out, _, [{ data: print }, { data: own }, eyes, lips, inner, { data: light }], p) {
		const red = [p.l, p.a, p.b];
		for (let i = 0; i < light.length; i++) {
			const eye = 0.75 * eyes.data[i];
			const lip = 0.8 * clamp01(lips.data[i] - inner.data[i]);
			const mouth = 0.92 * inner.data[i];
			const hair = (1 - light[i]) * (1 - eyes.data[i]) * (1 - lips.data[i]);
			const teeth = [
				Math.min(0.88, 0.3 + 0.62 * own[3 * i]),
				0.4 * own[3 * i + 1] + 0.004,
				0.5 * own[3 * i + 2] + 0.018,
			];
			for (let c = 0; c < 3; c++) {
				const o = 3 * i + c;
				let v = mix(print[o], HAIR_INK[c], hair);
				v = mix(v, red[c], lip);
				v = mix(v, own[o], eye);
				out[o] = mix(v, teeth[c], mouth);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let own = in1(x, y);
	let hair = (1.0 - in5(x, y)) * (1.0 - in2(x, y)) * (1.0 - in3(x, y));
	let teeth = vec3f(min(0.88, 0.3 + 0.62 * own.x), 0.4 * own.y + 0.004, 0.5 * own.z + 0.018);
	var v = mix(in0(x, y), vec3f(${HAIR_INK.join(', ')}), hair);
	v = mix(v, vec3f(P.l, P.a, P.b), 0.8 * saturate(in3(x, y) - in4(x, y)));
	v = mix(v, own, 0.75 * in2(x, y));
	return mix(v, teeth, 0.92 * in4(x, y));
}`,
};
