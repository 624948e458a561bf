import { forEachChannels, WGSL_TYPE } from './channel-types';
import type { Kernel } from './kernel';

/** 3 t^2 - 2 t^3 of t = (x - low) / (high - low), clamped: 0 under `low`, 1 over `high`. */
export function smoothstep(low: number, high: number, x: number): number {
	const t = Math.min(Math.max((x - low) / (high - low), 0), 1);
	return t * t * (3 - 2 * t);
}

/** smoothstep of every number; low < high. */
export const smoothstepKernel: Kernel<'low' | 'high'> = {
	name: 'smoothstep',
	inputs: [1],
	output: 1,
	params: ['low', 'high'],
	cpu(out, _size, [{ data }], { low, high }) {
		for (let i = 0; i < out.length; i++) out[i] = smoothstep(low, high, data[i]);
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return smoothstep(P.low, P.high, in0(x, y));
}`,
};

/** clamp(gain x + bias, low, high). */
export const linear = forEachChannels((channels): Kernel<'gain' | 'bias' | 'low' | 'high'> => ({
	name: `linear${channels}`,
	inputs: [channels],
	output: channels,
	params: ['gain', 'bias', 'low', 'high'],
	cpu(out, _size, [{ data }], { gain, bias, low, high }) {
		for (let i = 0; i < out.length; i++) {
			out[i] = Math.min(Math.max(gain * data[i] + bias, low), high);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> ${WGSL_TYPE[channels]} {
	let one = ${WGSL_TYPE[channels]}(1.0);
	return clamp(P.gain * in0(x, y) + P.bias * one, P.low * one, P.high * one);
}`,
}));

/** a + (b - a) t with one t for all channels. */
export const lerp = forEachChannels((channels): Kernel<never> => ({
	name: `lerp${channels}`,
	inputs: [channels, channels, 1],
	output: channels,
	params: [],
	cpu(out, _size, [{ data: a }, { data: b }, { data: t }]) {
		for (let i = 0, o = 0; i < t.length; i++) {
			for (let c = 0; c < channels; c++, o++) out[o] = a[o] + (b[o] - a[o]) * t[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> ${WGSL_TYPE[channels]} {
	let a = in0(x, y);
	return a + (in1(x, y) - a) * in2(x, y);
}`,
}));

/** The larger of two planes. */
export const maximum: Kernel<never> = {
	name: 'maximum',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: a }, { data: b }]) {
		for (let i = 0; i < out.length; i++) out[i] = a[i] > b[i] ? a[i] : b[i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return max(in0(x, y), in1(x, y));
}`,
};

/** A plane times a mask of one channel. */
export const multiply = forEachChannels((channels): Kernel<never> => ({
	name: `multiply${channels}`,
	inputs: [channels, 1],
	output: channels,
	params: [],
	cpu(out, _size, [{ data: a }, { data: m }]) {
		for (let i = 0, o = 0; i < m.length; i++) {
			for (let c = 0; c < channels; c++, o++) out[o] = a[o] * m[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> ${WGSL_TYPE[channels]} {
	return in0(x, y) * in1(x, y);
}`,
}));
