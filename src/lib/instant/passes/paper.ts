/** Kernels of cut and stacked paper: fibres, and sheets that throw shadows. */
import { gaussian } from '$lib/compute/gaussian';
import { clamp01, mix } from '$lib/compute/scalar';
import type { CpuPlane, Executor, Kernel, Plane } from '$lib/compute/kernel';
import { ink } from './hex';

/** Brightness of fibrous paper, about 1. Inputs: fine noise, broad noise. twist: of the fibres, 1 at the reference size. */
export const fibres: Kernel<'twist'> = {
	name: 'paper-fibres',
	inputs: [1, 1],
	output: 1,
	params: ['twist'],
	cpu(out, { width, height }, [{ data: fine }, { data: broad }], { twist: amount }) {
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const down = Math.min(height - 1, y + 1) * width;
			for (let x = 0; x < width; x++, i++) {
				const left = Math.max(0, x - 1);
				const right = Math.min(width - 1, x + 1);
				let twist = 0;
				for (const [plane, weight] of [
					[fine, 1],
					[broad, 1.5],
				] as const) {
					twist +=
						weight *
						(plane[up + left] + plane[down + right] - plane[up + right] - plane[down + left]);
				}
				out[i] = 1 + 0.055 * (fine[i] - 0.5) + 0.04 * amount * twist;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let fine = in0(x - 1, y - 1) + in0(x + 1, y + 1) - in0(x + 1, y - 1) - in0(x - 1, y + 1);
	let broad = in1(x - 1, y - 1) + in1(x + 1, y + 1) - in1(x + 1, y - 1) - in1(x - 1, y + 1);
	return 1.0 + 0.055 * (in0(x, y) - 0.5) + 0.04 * P.twist * (fine + 1.5 * broad);
}`,
};

/** How a sheet lies over what is below; lengths in pixels, strengths 0..1. */
export interface SheetShadow {
	readonly x: number;
	readonly y: number;
	readonly blur: number;
	readonly strength: number;
}

/** The narrow shadow under every edge and the bright edge towards the light, in pixels of the reference size. */
const CONTACT = { x: 1, y: 1.5, blur: 1.5, strength: 0.25 };
const EDGE = { x: 1.3, y: 1.6, strength: 0.16 };

/**
 * Lays a sheet of paper over a picture: its shadow falls to the lower right, its upper left edge catches light.
 * @param shape 1 channel, 0..1
 * @param grain fibres of the paper, 1 channel; every sheet shows another part of it
 * @param scale pixels per reference pixel; part: number of the sheet
 */
export async function laySheet(
	executor: Executor,
	below: Plane,
	shape: Plane,
	grain: Plane,
	colour: string,
	shadow: SheetShadow,
	{ scale, part }: { scale: number; part: number },
): Promise<Plane> {
	return executor.scope(async () =>
		executor.run(
			paperSheet,
			[
				below,
				shape,
				gaussian(executor, shape, Math.max(shadow.blur * scale, 0.5)),
				gaussian(executor, shape, Math.max(CONTACT.blur * scale, 0.5)),
				grain,
			],
			{
				...ink(colour),
				farX: shadow.x * scale,
				farY: shadow.y * scale,
				far: shadow.strength,
				scale,
				part: Math.round(part * 97 * scale),
			},
		),
	);
}

/** Inputs: picture below, shape, shape blurred for the far and for the contact shadow, fibres. */
export const paperSheet: Kernel<'r' | 'g' | 'b' | 'farX' | 'farY' | 'far' | 'scale' | 'part'> = {
	name: 'paper-sheet',
	inputs: [3, 1, 1, 1, 1],
	output: 3,
	params: ['r', 'g', 'b', 'farX', 'farY', 'far', 'scale', 'part'],
	cpu(out, { width, height }, [below, shape, wide, narrow, grain], p) {
		const far = new Float32Array(width);
		const near = new Float32Array(width);
		const edge = new Float32Array(width);
		const colour = [p.r, p.g, p.b];
		for (let y = 0, i = 0; y < height; y++) {
			shiftedRow(far, wide, y, p.farX, p.farY);
			shiftedRow(near, narrow, y, CONTACT.x * p.scale, CONTACT.y * p.scale);
			shiftedRow(edge, shape, y, EDGE.x * p.scale, EDGE.y * p.scale);
			const grainRow = ((y + p.part) % height) * width;
			for (let x = 0; x < width; x++, i++) {
				const m = shape.data[i];
				const o = 3 * i;
				const cast =
					m < 1 ? Math.min(0.75, p.far * far[x] + CONTACT.strength * near[x]) * (1 - m) : 0;
				if (m <= 0) {
					for (let c = 0; c < 3; c++) out[o + c] = below.data[o + c] * (1 - cast);
					continue;
				}
				const lit = EDGE.strength * clamp01(m - edge[x]);
				const tooth = grain.data[grainRow + ((x + p.part) % width)];
				for (let c = 0; c < 3; c++) {
					const sheet = clamp01(colour[c] * tooth + lit);
					out[o + c] = mix(below.data[o + c] * (1 - cast), sheet, m);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let m = in1(x, y);
	let far = between2(x, y, vec2f(P.farX, P.farY));
	let near = between3(x, y, vec2f(${CONTACT.x}, ${CONTACT.y}) * P.scale);
	let edge = between1(x, y, vec2f(${EDGE.x}, ${EDGE.y}) * P.scale);
	let shade = min(0.75, P.far * far + ${CONTACT.strength} * near) * (1.0 - m);
	let lit = ${EDGE.strength} * saturate(m - edge);
	let tooth = in4((x + i32(P.part)) % W, (y + i32(P.part)) % H);
	let sheet = saturate(vec3f(P.r, P.g, P.b) * tooth + lit);
	return mix(in0(x, y) * (1.0 - shade), sheet, m);
}
${[1, 2, 3].map(between).join('')}`,
};

/** Bilinear value of a plane beside a pixel, the border repeated. */
function between(input: number): string {
	return `
fn between${input}(x: i32, y: i32, shift: vec2f) -> f32 {
	let p = vec2f(f32(x), f32(y)) - shift;
	let i = vec2i(floor(p));
	let f = p - floor(p);
	let top = mix(in${input}(i.x, i.y), in${input}(i.x + 1, i.y), f.x);
	let low = mix(in${input}(i.x, i.y + 1), in${input}(i.x + 1, i.y + 1), f.x);
	return mix(top, low, f.y);
}`;
}

/** The same of a whole row: the weights are those of every pixel. */
function shiftedRow(row: Float32Array, plane: CpuPlane, y: number, dx: number, dy: number): void {
	const { data, width, height } = plane;
	const left = Math.floor(-dx);
	const up = Math.floor(-dy);
	const u = -dx - left;
	const v = -dy - up;
	const clamp = (i: number, last: number) => (i < 0 ? 0 : i > last ? last : i);
	const y0 = clamp(y + up, height - 1) * width;
	const y1 = clamp(y + up + 1, height - 1) * width;
	// 1. The two rows blended, each value carried over to the next pixel.
	const at = (x: number) => {
		const c = clamp(x, width - 1);
		return data[y0 + c] + (data[y1 + c] - data[y0 + c]) * v;
	};
	const inside = Math.max(Math.min(width, width - 1 - left), 0);
	let before = at(left);
	for (let x = 0; x < row.length; x++) {
		// 2. Away from the border nothing is clamped.
		const i = x + left + 1;
		const next =
			i >= 0 && x < inside ? data[y0 + i] + (data[y1 + i] - data[y0 + i]) * v : at(x + left + 1);
		row[x] = before + (next - before) * u;
		before = next;
	}
}
