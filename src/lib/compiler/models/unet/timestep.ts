import type { UnetConfig } from './config';

/** Longest period of the sinusoids. */
const PERIOD = 10_000;

/**
 * What the UNet takes for a timestep (Timesteps of diffusers): sines and cosines of t * PERIOD^(-i / (half - shift)),
 * side by side. Computed outside of the graph, since a GPU's sine is off by up to 2e-4, and a half cannot hold the
 * angles.
 * @param timestep 0..999, fractions allowed
 */
export function timestepEmbedding(
	timestep: number,
	{ levels: [{ channels }], flipSinToCos, frequencyShift }: UnetConfig,
): Float32Array<ArrayBuffer> {
	const half = channels / 2;
	const embedding = new Float32Array(channels);
	const [sines, cosines] = flipSinToCos ? [half, 0] : [0, half];
	for (let i = 0; i < half; i++) {
		const angle = timestep * Math.exp((-Math.log(PERIOD) * i) / (half - frequencyShift));
		embedding[sines + i] = Math.sin(angle);
		embedding[cosines + i] = Math.cos(angle);
	}
	return embedding;
}
