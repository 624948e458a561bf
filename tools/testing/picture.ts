/** A square RGB picture: rows of pixels of three numbers 0..1. */
export interface Picture {
	readonly side: number;
	readonly rgb: Float32Array;
}

type Colour = readonly [number, number, number];

/** Numbers 0..1 that only depend on the seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Independent uniform noise in every channel. */
export function noisePicture(side: number, seed: number): Picture {
	return { side, rgb: new Float32Array(side * side * 3).map(randomNumbers(seed)) };
}

/**
 * A person drawn with soft ellipses: hair, face, eyes, mouth, neck and shoulders before a gradient.
 * The seed moves the figure and changes its colours. `zoom` 1 shows head and shoulders, 2 the face.
 */
export function drawnPerson(side: number, seed: number, zoom = 1): Picture {
	const random = randomNumbers(seed);
	const between = (low: number, high: number) => low + (high - low) * random();
	const colour = (low: number, high: number): Colour => [
		between(low, high),
		between(low, high),
		between(low, high),
	];
	const [x, y] = [between(-0.06, 0.06), between(-0.05, 0.05)];
	const tone = between(0.45, 1);
	const skin: Colour = [0.95 * tone, 0.76 * tone, 0.64 * tone];
	const dark: Colour = [0.12, 0.09, 0.08];
	const [top, bottom] = [colour(0.4, 0.9), colour(0.3, 0.9)];
	/** Centre, radii, colour, softness of the edge; in units of half the picture. */
	const shapes: readonly (readonly [number, number, number, number, Colour, number])[] = [
		[x, y + 1.15, 0.75, 0.62, colour(0.05, 0.7), 0.03],
		[x, y + 0.42, 0.17, 0.3, [skin[0] * 0.85, skin[1] * 0.82, skin[2] * 0.8], 0.03],
		[x, y - 0.2, 0.38, 0.46, [0.2 * tone, 0.13 * tone, 0.1 * tone], 0.04],
		[x, y - 0.06, 0.3, 0.4, skin, 0.04],
		[x - 0.12, y - 0.22, 0.07, 0.015, dark, 0.3],
		[x + 0.12, y - 0.22, 0.07, 0.015, dark, 0.3],
		[x - 0.12, y - 0.12, 0.06, 0.03, [0.96, 0.95, 0.94], 0.15],
		[x + 0.12, y - 0.12, 0.06, 0.03, [0.96, 0.95, 0.94], 0.15],
		[x - 0.12, y - 0.12, 0.026, 0.028, dark, 0.15],
		[x + 0.12, y - 0.12, 0.026, 0.028, dark, 0.15],
		[x, y + 0.03, 0.035, 0.09, [skin[0] * 0.86, skin[1] * 0.8, skin[2] * 0.76], 0.6],
		[x, y + 0.17, 0.1, 0.025, [0.66, 0.27, 0.27], 0.3],
	];
	const rgb = new Float32Array(side * side * 3);
	for (let row = 0; row < side; row++) {
		for (let column = 0; column < side; column++) {
			const px = ((2 * (column + 0.5)) / side - 1) / zoom;
			const py = ((2 * (row + 0.5)) / side - 1) / zoom;
			const at = (row * side + column) * 3;
			const down = (py + 1) / 2;
			for (let c = 0; c < 3; c++) rgb[at + c] = top[c] + (bottom[c] - top[c]) * down;
			for (const [cx, cy, rx, ry, paint, soft] of shapes) {
				const distance = Math.hypot((px - cx) / rx, (py - cy) / ry);
				const cover = Math.min(Math.max((1 - distance) / soft + 0.5, 0), 1);
				for (let c = 0; c < 3; c++) rgb[at + c] += (paint[c] - rgb[at + c]) * cover;
			}
		}
	}
	return { side, rgb };
}

/** The planes of the picture, with 0..1 stretched to low..high: what the ONNX networks take. */
export function toPlanes({ side, rgb }: Picture, low = 0, high = 1): Float32Array {
	const pixels = side * side;
	return Float32Array.from(
		{ length: rgb.length },
		(_, i) => low + (high - low) * rgb[(i % pixels) * 3 + Math.floor(i / pixels)],
	);
}
