/**
 * Heads with thousands of drawn hairs before drawn backgrounds: a real person's inner part, hairs of the colour of
 * their own, everything laid over each other with an alpha that is known because it was drawn.
 */
import type { Pixels } from '../../src/lib/image/warp';
import { randomNumbers } from '../../tools/testing/picture';
import type { Alpha } from './metrics';

export const HAIRS = ['short', 'wavy', 'curly', 'loose'] as const;
export type Hair = (typeof HAIRS)[number];

export const BACKGROUNDS = ['grey', 'blue', 'leaves', 'stripes', 'brown', 'dark'] as const;
export type Background = (typeof BACKGROUNDS)[number];

/** How hairs of each kind go: share of the head's height, waves a length, their width, how far they lean down. */
const KINDS: Readonly<
	Record<Hair, { count: number; length: number; waves: number; swing: number; fall: number }>
> = {
	short: { count: 4000, length: 0.07, waves: 0.5, swing: 0.1, fall: 0.2 },
	wavy: { count: 6000, length: 0.16, waves: 1.5, swing: 0.18, fall: 1.2 },
	curly: { count: 7000, length: 0.14, waves: 3, swing: 0.4, fall: 0.3 },
	loose: { count: 2500, length: 0.2, waves: 1, swing: 0.25, fall: 0.8 },
};

export interface Sitter {
	readonly photo: Pixels;
	/** Where the photo surely shows the person, 0..1, of the photo's size: what is kept of them. */
	readonly inner: Alpha;
	/** Of the face, in photo pixels. */
	readonly eyes: { readonly x: number; readonly y: number };
	readonly headHeight: number;
}

/** Draws one. The same arguments give the same picture. */
export function drawHair(
	{ photo, inner, eyes, headHeight }: Sitter,
	hair: Hair,
	background: Background,
	seed: number,
): { readonly photo: Pixels; readonly alpha: Alpha } {
	const { width, height } = photo;
	const random = randomNumbers(seed);
	// 1. The inner part, premultiplied.
	const alpha = Float32Array.from(inner.data);
	const colours = new Float32Array(3 * width * height);
	for (let i = 0; i < alpha.length; i++)
		for (let c = 0; c < 3; c++) colours[3 * i + c] = (alpha[i] * photo.data[4 * i + c]) / 255;
	// 2. Hairs from its border above the eyes, outwards.
	const roots = rootsOf(inner, eyes, headHeight);
	const own = hairColour(photo, roots, eyes, headHeight);
	const { count, length, waves, swing, fall } = KINDS[hair];
	for (let n = 0; n < count; n++) {
		const root = roots[Math.floor(random() * roots.length)];
		const light = 0.65 + 0.7 * random();
		const colour = own.map((value) => Math.min(value * light, 1));
		const along = length * headHeight * (0.15 + 0.85 * random() ** 2);
		const lean = Math.atan2(root.y - eyes.y, root.x - eyes.x) + (random() - 0.5) * 1.2;
		const [phase, turn] = [random() * 2 * Math.PI, random() < 0.5 ? -1 : 1];
		const radius = (width / 1024) * (0.3 + 0.5 * random());
		let [x, y] = [root.x, root.y];
		let angle = lean;
		const steps = Math.ceil(along / 0.5);
		for (let s = 0; s < steps; s++) {
			const t = s / steps;
			angle += ((fall * Math.cos(angle) * Math.abs(Math.cos(lean))) / steps) * 1.5;
			const bend = turn * swing * Math.sin(phase + 2 * Math.PI * waves * t) * 2;
			x += 0.5 * Math.cos(angle + bend);
			y += 0.5 * Math.sin(angle + bend);
			dab(alpha, colours, width, height, x, y, radius * (1 - 0.6 * t), colour);
		}
	}
	// 3. Before the background.
	const behind = backgroundOf(background, width, height, seed);
	const data = new Uint8ClampedArray(4 * width * height);
	for (let i = 0; i < alpha.length; i++) {
		for (let c = 0; c < 3; c++)
			data[4 * i + c] = 255 * (colours[3 * i + c] + (1 - alpha[i]) * behind[3 * i + c]);
		data[4 * i + 3] = 255;
	}
	return { photo: { width, height, data }, alpha: { width, height, data: alpha } };
}

/** Half a pixel of a hair, over what is there: as much as a disc of this radius covers of each pixel. */
function dab(
	alpha: Float32Array,
	colours: Float32Array,
	width: number,
	height: number,
	x: number,
	y: number,
	radius: number,
	colour: readonly number[],
): void {
	const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
	for (let row = top; row <= top + 1; row++) {
		for (let column = left; column <= left + 1; column++) {
			if (column < 0 || row < 0 || column >= width || row >= height) continue;
			const near = (1 - Math.abs(column + 0.5 - x)) * (1 - Math.abs(row + 0.5 - y));
			const cover = Math.min(near * radius, 1);
			const i = row * width + column;
			alpha[i] = cover + (1 - cover) * alpha[i];
			for (let c = 0; c < 3; c++)
				colours[3 * i + c] = cover * colour[c] + (1 - cover) * colours[3 * i + c];
		}
	}
}

/** The border of the inner part from the jaw upwards. */
function rootsOf({ width, height, data }: Alpha, eyes: Sitter['eyes'], headHeight: number) {
	const roots: { x: number; y: number }[] = [];
	const lowest = Math.min(eyes.y + 0.25 * headHeight, height - 1);
	for (let y = 1; y < lowest; y++) {
		for (let x = 1; x < width - 1; x++) {
			if (Math.abs(x - eyes.x) > 0.75 * headHeight) continue;
			const i = y * width + x;
			const outside = data[i - 1] < 0.5 || data[i + 1] < 0.5 || data[i - width] < 0.5;
			if (data[i] >= 0.5 && outside) roots.push({ x, y });
		}
	}
	if (roots.length === 0) throw new Error('the inner part has no border above the jaw');
	return roots;
}

/** The mean of what lies just inside of the crown. */
function hairColour(
	photo: Pixels,
	roots: readonly { readonly x: number; readonly y: number }[],
	eyes: Sitter['eyes'],
	headHeight: number,
): [number, number, number] {
	const sum: [number, number, number] = [0, 0, 0];
	let count = 0;
	for (const { x, y } of roots) {
		if (y > eyes.y - 0.2 * headHeight) continue;
		const inside = 0.03 * headHeight;
		const length = Math.hypot(eyes.x - x, eyes.y - y);
		const px = Math.round(x + ((eyes.x - x) / length) * inside);
		const py = Math.round(y + ((eyes.y - y) / length) * inside);
		for (let c = 0; c < 3; c++) sum[c] += photo.data[4 * (py * photo.width + px) + c] / 255;
		count++;
	}
	return sum.map((value) => value / Math.max(count, 1)) as [number, number, number];
}

function backgroundOf(kind: Background, width: number, height: number, seed: number): Float32Array {
	const out = new Float32Array(3 * width * height);
	const random = randomNumbers(seed + 77);
	const noise = octaves(random);
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i += 3) {
			const [u, v] = [x / width, y / height];
			const grain = noise(8 * u, 8 * v) - 0.5;
			const [r, g, b] = (() => {
				switch (kind) {
					case 'grey': {
						const value = 0.72 - 0.2 * Math.hypot(u - 0.5, v - 0.4) + 0.02 * grain;
						return [value, value, value * 0.98];
					}
					case 'blue':
						return [0.25 + 0.1 * v, 0.42 + 0.12 * v, 0.68 + 0.1 * v];
					case 'leaves': {
						const leaf = noise(30 * u, 30 * v);
						const light = noise(5 * u + 9, 5 * v);
						return [0.15 + 0.5 * leaf * light, 0.3 + 0.5 * leaf, 0.1 + 0.35 * light * leaf];
					}
					case 'stripes':
						return Math.floor(14 * u + 3 * v + grain) % 2 === 0
							? [0.75, 0.12, 0.16]
							: [0.93, 0.92, 0.9];
					case 'brown':
						return [0.42 + 0.25 * grain, 0.28 + 0.18 * grain, 0.18 + 0.12 * grain];
					case 'dark':
						return [0.1 + 0.06 * grain, 0.1 + 0.06 * grain, 0.13 + 0.06 * grain];
				}
			})();
			out[i] = r;
			out[i + 1] = g;
			out[i + 2] = b;
		}
	}
	return out;
}

/** Value noise of three octaves, 0..1. */
function octaves(random: () => number): (x: number, y: number) => number {
	const SIZE = 64;
	const grid = Float32Array.from({ length: SIZE * SIZE }, random);
	const at = (x: number, y: number) => grid[(y & (SIZE - 1)) * SIZE + (x & (SIZE - 1))];
	const single = (x: number, y: number) => {
		const [left, top] = [Math.floor(x), Math.floor(y)];
		const [u, v] = [x - left, y - top].map((t) => t * t * (3 - 2 * t));
		const upper = at(left, top) * (1 - u) + at(left + 1, top) * u;
		const lower = at(left, top + 1) * (1 - u) + at(left + 1, top + 1) * u;
		return upper * (1 - v) + lower * v;
	};
	return (x, y) => (4 * single(x, y) + 2 * single(2 * x, 2 * y) + single(4 * x, 4 * y)) / 7;
}
