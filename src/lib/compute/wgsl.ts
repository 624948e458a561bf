import type { Channels, Kernel } from './kernel';

export const WORKGROUP_SIDE = 8;

/** WGSL type of a pixel. */
const TYPES: Record<Channels, string> = { 1: 'f32', 2: 'vec2f', 3: 'vec3f', 4: 'vec4f' };
const COMPONENTS = ['x', 'y', 'z', 'w'];

/**
 * The whole compute shader of a kernel: its own functions, accessors for its inputs, and an entry point
 * that calls `pixel` once for every output pixel.
 *
 * Bindings: 0 the uniforms (see packUniforms), 1 the output, 2... the inputs. Planes are interleaved
 * floats: a vec3f in a storage array would be padded to 16 bytes, so pixels are put together here.
 * Our own names begin with `lk_`, which kernels must not use.
 */
export function shaderOf(kernel: Kernel): string {
	const { inputs, output, params } = kernel;
	const sizes = ['lk_W', 'lk_H', ...inputs.flatMap((_, i) => [`lk_in${i}W`, `lk_in${i}H`])];
	return `
struct lk_Uniforms {
${sizes.map((name) => `	${name}: i32,`).join('\n')}
${params.map((name) => `	${name}: f32,`).join('\n')}
}
@group(0) @binding(0) var<uniform> P: lk_Uniforms;
@group(0) @binding(1) var<storage, read_write> lk_out: array<f32>;
var<private> W: i32;
var<private> H: i32;
${inputs.map(accessor).join('\n')}
${kernel.wgsl}
@compute @workgroup_size(${WORKGROUP_SIDE}, ${WORKGROUP_SIDE})
fn lk_main(@builtin(global_invocation_id) id: vec3u) {
	let x = i32(id.x);
	let y = i32(id.y);
	if (x >= P.lk_W || y >= P.lk_H) { return; }
	W = P.lk_W;
	H = P.lk_H;
${inputs.map((_, i) => `	in${i}W = P.lk_in${i}W;\n	in${i}H = P.lk_in${i}H;`).join('\n')}
	let value: ${TYPES[output]} = pixel(x, y);
	let at = (y * W + x) * ${output};
${store(output)}
}`;
}

/** Sizes as i32, then parameters as f32: scalars of a uniform struct are packed without gaps. */
export function packUniforms(
	kernel: Kernel,
	inputs: readonly { readonly width: number; readonly height: number }[],
	params: Readonly<Record<string, number>>,
	size: { readonly width: number; readonly height: number },
): ArrayBuffer {
	const sizes = [size, ...inputs].flatMap(({ width, height }) => [width, height]);
	const buffer = new ArrayBuffer(uniformBytes(kernel));
	new Int32Array(buffer).set(sizes);
	new Float32Array(buffer).set(
		kernel.params.map((name) => params[name]),
		sizes.length,
	);
	return buffer;
}

/** A multiple of 16, as uniform buffers are rounded up. */
export function uniformBytes({ inputs, params }: Kernel): number {
	return Math.ceil((2 + 2 * inputs.length + params.length) / 4) * 16;
}

function accessor(channels: Channels, i: number): string {
	const parts = Array.from({ length: channels }, (_, c) => `lk_data${i}[at + ${c}]`);
	return `
@group(0) @binding(${i + 2}) var<storage, read> lk_data${i}: array<f32>;
var<private> in${i}W: i32;
var<private> in${i}H: i32;
fn in${i}(x: i32, y: i32) -> ${TYPES[channels]} {
	let at = (clamp(y, 0, in${i}H - 1) * in${i}W + clamp(x, 0, in${i}W - 1)) * ${channels};
	return ${TYPES[channels]}(${parts.join(', ')});
}`;
}

function store(channels: Channels): string {
	if (channels === 1) return '	lk_out[at] = value;';
	const parts = COMPONENTS.slice(0, channels);
	return parts.map((component, c) => `	lk_out[at + ${c}] = value.${component};`).join('\n');
}
