/** WGSL's scalar built-ins for the CPU side of kernels (smoothstep: see pointwise). */

/** saturate */
export function clamp01(x: number): number {
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

export function mix(a: number, b: number, t: number): number {
	return a + (b - a) * t;
}

/** x - floor(x) */
export function fract(x: number): number {
	return x - Math.floor(x);
}
