import type { Channels, CpuPlane, Kernel } from '$lib/compute/kernel';
import { noisePlane, parityCase } from '$lib/compute/parity';

/** For parity cases of passes: their usual size, planes of noise, and kernels on noise. */
export const SIZE = { width: 31, height: 23 };

export const plane = (channels: Channels, seed: number, low = 0, high = 1): CpuPlane =>
	noisePlane(SIZE.width, SIZE.height, channels, seed, low, high);

/** A kernel on noise in 0..1. */
export function onNoise<P extends string>(
	kernel: Kernel<P>,
	params: Record<P, number>,
	tolerance = 1e-4,
) {
	const inputs = kernel.inputs.map((channels, i) => plane(channels, 100 + i));
	return parityCase({ kernel, inputs, params, size: SIZE, tolerance });
}
