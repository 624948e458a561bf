import type { Pixels } from '../warp';

export interface Frame {
	readonly rgba: Uint8ClampedArray;
	/** Milliseconds. */
	readonly delay: number;
}

/** Paper of the watercolours (sRGB). */
const PAPER = [255, 251, 244] as const;
const PAINT_FRAMES = 22;
/** How long the finished picture stays. */
const REST_MS = 1600;

/**
 * A picture that is painted before one's eyes: light washes first, dark ones last, each spreading through noise.
 * The last frame is the picture itself.
 */
export function* paintFrames({ width, height, data }: Pixels): Generator<Frame> {
	// 1. When each pixel is painted, 0..1: paler earlier, in patches as a wash spreads.
	const when = new Float32Array(width * height);
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) {
			const light = (0.3 * data[4 * i] + 0.59 * data[4 * i + 1] + 0.11 * data[4 * i + 2]) / 255;
			when[i] = 0.62 * (1 - light) + 0.38 * patches((8 * x) / width, (8 * y) / height);
		}
	}
	const order = Float32Array.from(when).sort();
	// 2. Equal shares of the picture a frame, whatever its tones are.
	for (let frame = 0; frame < PAINT_FRAMES; frame++) {
		const share = (frame + 1) / PAINT_FRAMES;
		const until = order[Math.min(order.length - 1, Math.floor(share * order.length))];
		const soft = 0.05;
		const rgba = new Uint8ClampedArray(data.length);
		for (let i = 0; i < when.length; i++) {
			const wet = share === 1 ? 1 : Math.min(1, Math.max(0, (until - when[i]) / soft));
			for (let c = 0; c < 3; c++) rgba[4 * i + c] = PAPER[c] + (data[4 * i + c] - PAPER[c]) * wet;
			rgba[4 * i + 3] = 255;
		}
		yield { rgba, delay: share === 1 ? REST_MS : 90 };
	}
}

/** Brightness of a tube that starts badly, then burns. */
const FLICKER = [1, 1, 0.55, 1, 0.8, 1, 1, 1, 0.7, 1, 1, 1] as const;

/** A neon sign: bright parts flicker, a scanning bar runs down once. The first frame is the picture itself. */
export function* flickerFrames({ width, height, data }: Pixels): Generator<Frame> {
	for (const [frame, level] of FLICKER.entries()) {
		const bar = (frame / FLICKER.length) * height;
		const rgba = new Uint8ClampedArray(data.length);
		for (let y = 0, i = 0; y < height; y++) {
			const near = frame === 0 ? 0 : Math.max(0, 1 - Math.abs(y - bar) / (0.06 * height));
			for (let x = 0; x < width; x++, i++) {
				const glow = Math.max(data[4 * i], data[4 * i + 1], data[4 * i + 2]) / 255;
				const gain = (1 - glow * (1 - level)) * (1 + 0.3 * near);
				for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[4 * i + c] * gain;
				rgba[4 * i + 3] = 255;
			}
		}
		yield { rgba, delay: 80 };
	}
}

/** Smooth random patches, 0..1, the same in every picture: bilinear noise on a lattice of whole numbers. */
function patches(x: number, y: number): number {
	const [column, row] = [Math.floor(x), Math.floor(y)];
	const [u, v] = [x - column, y - row].map((t) => t * t * (3 - 2 * t));
	const at = (dx: number, dy: number) => lattice(column + dx, row + dy);
	const top = at(0, 0) + (at(1, 0) - at(0, 0)) * u;
	const bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * u;
	return top + (bottom - top) * v;
}

function lattice(x: number, y: number): number {
	let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77);
	h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
	return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}
