/**
 * The embedding of the guidance scale that models distilled by LCM take instead of a second, unconditional run
 * (Luo et al. 2023; get_guidance_scale_embedding of diffusers' LatentConsistencyModelPipeline): sines, then cosines.
 * @param scale as in classifier-free guidance, 1 for none
 * @param width even; UnetConfig.guidanceWidth
 */
export function guidanceEmbedding(scale: number, width: number): Float32Array<ArrayBuffer> {
	const half = width / 2;
	const embedding = new Float32Array(width);
	for (let i = 0; i < half; i++) {
		// Rounded as the models were trained: angles of thousands have float32 errors that one sees.
		const exponent = Math.fround(i * Math.fround(-Math.log(10_000) / (half - 1)));
		const frequency = Math.fround(Math.exp(exponent));
		const angle = Math.fround(Math.fround((scale - 1) * 1000) * frequency);
		embedding[i] = Math.sin(angle);
		embedding[half + i] = Math.cos(angle);
	}
	return embedding;
}
