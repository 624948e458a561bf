import type { Channels, Executor, Kernel, Plane } from './kernel';

/**
 * Separable Gaussian blur, the border repeated.
 * @param sigma in pixels; the kernel reaches ceil(3 sigma). sigma <= 0 is an error: skip the pass instead.
 */
export function gaussian(executor: Executor, source: Plane, sigma: number): Plane {
	if (!(sigma > 0)) throw new RangeError(`gaussian: sigma ${sigma} must be positive`);
	const across = executor.run(gaussianAcross[source.channels], [source], { sigma });
	const down = executor.run(gaussianDown[source.channels], [across], { sigma });
	executor.release(across);
	return down;
}

type Direction = 'x' | 'y';

const gaussianAcross = forChannels('x');
const gaussianDown = forChannels('y');

function forChannels(direction: Direction): Record<Channels, Kernel<'sigma'>> {
	return {
		1: gaussianPass(direction, 1),
		2: gaussianPass(direction, 2),
		3: gaussianPass(direction, 3),
		4: gaussianPass(direction, 4),
	};
}

function gaussianPass(direction: Direction, channels: Channels): Kernel<'sigma'> {
	const type = ['', 'f32', 'vec2f', 'vec3f', 'vec4f'][channels];
	const at = direction === 'x' ? 'in0(x + i, y)' : 'in0(x, y + i)';
	return {
		name: `gaussian-${direction}${channels}`,
		inputs: [channels],
		output: channels,
		params: ['sigma'],
		cpu(out, { width, height }, [source], { sigma }) {
			const weights = gaussianWeights(sigma);
			const radius = (weights.length - 1) / 2;
			const { data } = source;
			const length = direction === 'x' ? width : height;
			const step = direction === 'x' ? channels : width * channels;
			for (let y = 0; y < height; y++) {
				for (let x = 0; x < width; x++) {
					const position = direction === 'x' ? x : y;
					const centre = (y * width + x) * channels;
					for (let c = 0; c < channels; c++) {
						let sum = 0;
						for (let i = -radius; i <= radius; i++) {
							const p = position + i;
							const shift = p < 0 ? -position : p >= length ? length - 1 - position : i;
							sum += weights[i + radius] * data[centre + shift * step + c];
						}
						out[centre + c] = sum;
					}
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${type} {
	let radius = i32(ceil(3.0 * P.sigma));
	var sum = ${type}(0.0);
	var total = 0.0;
	for (var i = -radius; i <= radius; i++) {
		let w = exp(-f32(i * i) / (2.0 * P.sigma * P.sigma));
		sum += w * ${at};
		total += w;
	}
	return sum / total;
}`,
	};
}

function gaussianWeights(sigma: number): Float32Array {
	const radius = Math.ceil(3 * sigma);
	const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, j) =>
		Math.exp(-((j - radius) ** 2) / (2 * sigma * sigma)),
	);
	const total = weights.reduce((a, b) => a + b, 0);
	return weights.map((w) => w / total);
}
