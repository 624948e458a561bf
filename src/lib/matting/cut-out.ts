import { RuntimeError } from '$lib/domain/runtime';
import type { Box } from '$lib/domain/geometry';
import type { SquareMask } from '$lib/domain/id-photo';
import type { Pixels } from '$lib/image/warp';
import type { OpenNetwork } from '$lib/runtime/runtime';
import { inputOf, inputSize, type Size } from './input';

/** How far beside 0..1 a network may go by its rounding. */
const ROUNDING = 0.02;

/**
 * Cuts people out of a region of a photo with an open network.
 * @returns the matte over the region, at the network's size
 * @throws RuntimeError 'run-failed' too when what comes out is no matte; signal.reason
 */
export async function cutOut(
	network: OpenNetwork,
	photo: Pixels,
	region: Box,
	signal?: AbortSignal,
): Promise<SquareMask> {
	const size = inputSize(region);
	const data = await runMatting(network, inputOf(photo, region, size), size, signal);
	return { square: region, ...size, data };
}

/**
 * Runs a network of MODNet's ports: one input [1, 3, H, W], one output [1, 1, H, W].
 * @param values 3 x height x width
 * @returns height x width, 0..1
 */
export async function runMatting(
	network: OpenNetwork,
	values: Float32Array,
	{ width, height }: Size,
	signal?: AbortSignal,
): Promise<Float32Array> {
	const [port, ...more] = network.inputs;
	if (!port || more.length > 0) throw wrong(`it takes ${network.inputs.join(', ') || 'nothing'}`);
	const outputs = await network.run(
		{ [port]: { dims: [1, 3, height, width], data: values } },
		signal,
	);
	const tensors = Object.values(outputs);
	try {
		const [matte] = tensors;
		const wanted = [1, 1, height, width].join(' x ');
		const given = matte?.dims.join(' x ') ?? 'nothing';
		if (tensors.length !== 1 || given !== wanted)
			throw wrong(`it gives ${given} where ${wanted} is wanted`);
		const alpha = await matte.read();
		for (let i = 0; i < alpha.length; i++) {
			const value = alpha[i];
			if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) throw wrong(`it gives ${value}`);
			alpha[i] = Math.min(Math.max(value, 0), 1);
		}
		return alpha;
	} finally {
		for (const tensor of tensors) tensor.dispose();
	}
}

function wrong(what: string): RuntimeError {
	return new RuntimeError('run-failed', `this network cuts nobody out: ${what}`);
}
