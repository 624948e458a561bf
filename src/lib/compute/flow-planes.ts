import type { CpuPlane } from './kernel';

/** Flow fields whose answer is known, for tests. Channels: tangent x, y, anisotropy. */
export function flowPlane(
	width: number,
	height: number,
	angleAt: (x: number, y: number) => number,
	anisotropy = 0.7,
): CpuPlane {
	const data = new Float32Array(width * height * 3);
	for (let y = 0, o = 0; y < height; y++) {
		for (let x = 0; x < width; x++, o += 3) {
			const angle = angleAt(x, y);
			data.set([Math.cos(angle), Math.sin(angle), anisotropy], o);
		}
	}
	return { width, height, channels: 3, data };
}
