import { valueNoiseKernel } from './noise';
import { parityCase } from './parity';

export default [
	{ cell: 7.3, octaves: 4, seed: 16777210 },
	{ cell: 0.9, octaves: 2, seed: 0 },
].map((params) =>
	parityCase({
		kernel: valueNoiseKernel,
		title: `cell ${params.cell}`,
		inputs: [],
		params,
		size: { width: 37, height: 21 },
		tolerance: 1e-3, // a coordinate's last bit, times the slope of the finest octave
	}),
);
