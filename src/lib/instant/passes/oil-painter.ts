import { lattice } from '$lib/compute/noise';

/** One layer of strokes; lengths in pixels. */
export interface StrokeLayer {
	/** Half the width of a stroke. */
	readonly radius: number;
	/** Strokes begin about so far apart. */
	readonly columns: number;
	/** Most steps of .9 radius. */
	readonly steps: number;
	readonly opacity: number;
	/** How far a stroke's colour strays. */
	readonly jitter: number;
	/** Thickness of the paint, 0..1. */
	readonly body: number;
	/** A knife lays flat slabs with sharp ridges and does not follow the form. */
	readonly knife: boolean;
	/** Whether a stroke begins at this pixel, asked with a random number 0..1. */
	readonly wanted: (pixel: number, random: number) => boolean;
	readonly seed: number;
}

/** Paint on a canvas: OKLab interleaved, and the height of the paint. */
export interface PaintedCanvas {
	readonly side: number;
	readonly colour: Float32Array;
	readonly height: Float32Array;
}

/** A canvas of one colour. */
export function primedCanvas(side: number, ground: readonly number[]): PaintedCanvas {
	const colour = new Float32Array(3 * side * side);
	for (let o = 0; o < colour.length; o += 3) colour.set(ground, o);
	return { side, colour, height: new Float32Array(side * side) };
}

/** Strokes between two chances to stop. */
const STROKES_AT_ONCE = 512;
/** A stroke has at least this many steps. */
const LEAST_STEPS = 2;

/**
 * Paints one layer over the canvas: strokes that follow a direction field and end where their colour no longer
 * helps (Hertzmann 1998), with bristles, a dry tail and a height (after Hertzmann 2002). Strokes lie over one
 * another, so their order matters and they are drawn one by one; all randomness is hashed from the stroke's
 * place, so that the same picture comes out everywhere and at every size.
 * @param reference OKLab that the layer tends to, interleaved
 * @param direction unit tangents, interleaved x, y
 * @param pause awaited between batches; may throw to stop
 */
export async function paintLayer(
	canvas: PaintedCanvas,
	reference: Float32Array,
	direction: Float32Array,
	layer: StrokeLayer,
	pause: () => Promise<void>,
): Promise<void> {
	const starts = strokeStarts(canvas.side, layer);
	const brush = new Brush(canvas, layer);
	for (let i = 0; i < starts.length; i++) {
		if (i % STROKES_AT_ONCE === 0) await pause();
		brush.stroke(starts[i], reference, direction);
	}
}

interface Start {
	readonly x: number;
	readonly y: number;
	readonly id: number;
	/** Place in the order of painting. */
	readonly turn: number;
}

/** Jittered grid points at which the layer wants a stroke, shuffled. */
function strokeStarts(side: number, { columns, wanted, seed }: StrokeLayer): Start[] {
	const spacing = side / columns;
	const starts: Start[] = [];
	for (let row = 0, id = 0; row < columns; row++) {
		for (let column = 0; column < columns; column++, id++) {
			const x = Math.min((column + lattice(id, 0, seed)) * spacing, side - 1);
			const y = Math.min((row + lattice(id, 1, seed)) * spacing, side - 1);
			if (!wanted((y | 0) * side + (x | 0), lattice(id, 2, seed))) continue;
			starts.push({ x, y, id, turn: lattice(id, 3, seed) });
		}
	}
	return starts.sort((a, b) => a.turn - b.turn || a.id - b.id);
}

const TABLE = 4096;
const SINE = Float32Array.from({ length: TABLE }, (_, i) => Math.sin((2 * Math.PI * i) / TABLE));
const TURN = TABLE / (2 * Math.PI);

/** Scratch for the pixels of one stroke, as large as the largest. */
interface StrokeBox {
	readonly side: number;
	/** Which stroke was here last. */
	readonly stamp: Uint32Array;
	/** Squared distance to the path, and the place across and along it. */
	readonly near: Float32Array;
	readonly across: Float32Array;
	readonly along: Float32Array;
	/** Indices of the stroke's pixels. */
	readonly touched: Uint32Array;
}

function strokeBox(side: number): StrokeBox {
	const floats = () => new Float32Array(side * side);
	return {
		side,
		stamp: new Uint32Array(side * side),
		near: floats(),
		across: floats(),
		along: floats(),
		touched: new Uint32Array(side * side),
	};
}

/** Draws single strokes of one layer. */
class Brush {
	readonly #canvas: PaintedCanvas;
	readonly #layer: StrokeLayer;
	readonly #pathX: Float64Array;
	readonly #pathY: Float64Array;
	#points = 0;
	#step = 0;
	readonly #box: StrokeBox;
	#strokes = 0;

	constructor(canvas: PaintedCanvas, layer: StrokeLayer) {
		this.#canvas = canvas;
		this.#layer = layer;
		this.#pathX = new Float64Array(layer.steps + 2);
		this.#pathY = new Float64Array(layer.steps + 2);
		const widest = 1.25 * layer.radius;
		const longest = layer.steps * Math.max(0.9 * widest, leastStep(canvas.side));
		this.#box = strokeBox(Math.min(Math.ceil(longest + 2 * widest) + 4, canvas.side));
	}

	stroke({ x, y, id }: Start, reference: Float32Array, direction: Float32Array): void {
		const { radius, seed } = this.#layer;
		const r = radius * (0.75 + 0.5 * lattice(id, 4, seed));
		this.#trace(x, y, r, lattice(id, 5, seed) < 0.5 ? -1 : 1, reference, direction);
		this.#blend(this.#cover(r), r, id, reference, 3 * ((y | 0) * this.#canvas.side + (x | 0)));
	}

	/** 1. The path: along the directions, until the colour there is another or the canvas is already nearer to it. */
	#trace(
		startX: number,
		startY: number,
		r: number,
		way: number,
		reference: Float32Array,
		direction: Float32Array,
	): void {
		const { side, colour } = this.#canvas;
		const { steps, knife } = this.#layer;
		const step = Math.max(0.9 * r, leastStep(side));
		let x = startX;
		let y = startY;
		let at = (y | 0) * side + (x | 0);
		const c = 3 * at;
		let dx = way * direction[2 * at];
		let dy = way * direction[2 * at + 1];
		this.#pathX[0] = x;
		this.#pathY[0] = y;
		let n = 1;
		for (; n < steps; n++) {
			x += dx * step;
			y += dy * step;
			if (x < 0 || y < 0 || x >= side || y >= side) break;
			at = (y | 0) * side + (x | 0);
			if (n > LEAST_STEPS) {
				const o = 3 * at;
				let stray = 0;
				let wrong = 0;
				for (let i = 0; i < 3; i++) {
					stray += Math.abs(reference[o + i] - reference[c + i]);
					wrong += Math.abs(reference[o + i] - colour[o + i]);
				}
				if (stray > 0.06 && stray > wrong) break;
			}
			this.#pathX[n] = x;
			this.#pathY[n] = y;
			if (knife) continue;
			const tx = direction[2 * at];
			const ty = direction[2 * at + 1];
			const sign = tx * dx + ty * dy < 0 ? -0.6 : 0.6;
			dx = 0.4 * dx + sign * tx;
			dy = 0.4 * dy + sign * ty;
			const length = Math.sqrt(dx * dx + dy * dy) + 1e-6;
			dx /= length;
			dy /= length;
		}
		if (n === 1) {
			this.#pathX[1] = startX + dx * step;
			this.#pathY[1] = startY + dy * step;
			n = 2;
		}
		this.#points = n;
		this.#step = step;
	}

	/** 2. The pixels within r of the path, each with its place in the stroke. */
	#cover(r: number): { count: number; left: number; top: number } {
		const side = this.#canvas.side;
		const [xs, ys, n] = [this.#pathX, this.#pathY, this.#points];
		let left = side;
		let top = side;
		for (let i = 0; i < n; i++) {
			left = Math.min(left, xs[i]);
			top = Math.min(top, ys[i]);
		}
		left = Math.max(0, Math.floor(left - r));
		top = Math.max(0, Math.floor(top - r));
		const mark = ++this.#strokes;
		const r2 = r * r;
		const { near, stamp, across, along, touched, side: box } = this.#box;
		let count = 0;
		for (let i = 0; i + 1 < n; i++) {
			const ax = xs[i];
			const ay = ys[i];
			const bx = xs[i + 1] - ax;
			const by = ys[i + 1] - ay;
			const perLength = 1 / (bx * bx + by * by + 1e-6);
			const perStep = Math.sqrt(perLength);
			const x0 = Math.max(left, Math.floor(ax + Math.min(bx, 0) - r));
			const x1 = Math.min(side - 1, left + box - 1, Math.ceil(ax + Math.max(bx, 0) + r));
			const y0 = Math.max(top, Math.floor(ay + Math.min(by, 0) - r));
			const y1 = Math.min(side - 1, top + box - 1, Math.ceil(ay + Math.max(by, 0) + r));
			for (let y = y0; y <= y1; y++) {
				const wy = y + 0.5 - ay;
				const row = (y - top) * box - left;
				for (let x = x0; x <= x1; x++) {
					const wx = x + 0.5 - ax;
					let t = (wx * bx + wy * by) * perLength;
					t = t < 0 ? 0 : t > 1 ? 1 : t;
					const ex = wx - t * bx;
					const ey = wy - t * by;
					const d2 = ex * ex + ey * ey;
					if (d2 >= r2) continue;
					const at = row + x;
					if (stamp[at] !== mark) {
						stamp[at] = mark;
						touched[count++] = at;
					} else if (d2 >= near[at]) continue;
					near[at] = d2;
					across[at] = (bx * wy - by * wx) * perStep;
					along[at] = i + t;
				}
			}
		}
		return { count, left, top };
	}

	/** 3. Paint: the colour where the stroke began, in bristles, running dry; and its thickness. */
	#blend(
		{ count, left, top }: { count: number; left: number; top: number },
		r: number,
		id: number,
		reference: Float32Array,
		c: number,
	): void {
		const { side, colour, height } = this.#canvas;
		const perRadius = 1 / r;
		const { seed, jitter, opacity, body, knife } = this.#layer;
		const random = (use: number) => lattice(id, use, seed);
		const l = reference[c] + (random(6) - 0.5) * jitter;
		const a = reference[c + 1] + (random(7) - 0.5) * jitter * 0.5;
		const b = reference[c + 2] + (random(8) - 0.5) * jitter * 0.5;
		const px = side / 768;
		// Bristles are as fine as the reference picture's, whatever the size.
		const hairs = ((2.2 + (0.22 * r) / px) * TURN) / r;
		const p1 = random(9) * TABLE;
		const p2 = random(10) * TABLE;
		const p3 = random(11) * TABLE;
		const load = 0.4 * (0.5 + 0.5 * random(12));
		const ridge = 0.35 + 0.65 * Math.min(1, r / (10 * px));
		const streak = knife ? 0.012 : 0.035 * Math.min(1, r / (6 * px));
		const stepLength = (this.#step / px) * TURN;
		const last = Math.max(this.#points - 1, 1);
		const depth = knife ? 0.25 : 1;
		const slow = 0.02 * stepLength;
		const slower = -0.05 * stepLength;
		const perLast = 1 / last;
		const sharp = r / (1.3 * Math.min(px, 1));
		const { touched, across, along, near, side: box } = this.#box;
		for (let i = 0; i < count; i++) {
			const at = touched[i];
			const s = across[at] * hairs;
			const t = along[at];
			const v = Math.sqrt(near[at]) * perRadius;
			const bristle =
				0.5 +
				0.25 * SINE[(s * 3.1 + p1 + slow * t) & (TABLE - 1)] +
				0.15 * SINE[(s * 7.3 + p2) & (TABLE - 1)] +
				0.1 * SINE[(s * 13.7 + p3 + slower * t) & (TABLE - 1)];
			const tail = t * perLast;
			let alpha = (1 - v) * sharp;
			alpha = alpha < 1 ? opacity * alpha : opacity;
			if (tail > 0.6 && !knife) {
				const dry = 1 - (tail - 0.6) * 2.4375 * (1 - bristle);
				alpha *= dry < 0 ? 0 : dry;
			}
			const row = (at / box) | 0;
			const pixel = (top + row) * side + left + at - row * box;
			const o = 3 * pixel;
			colour[o] += alpha * (l + (bristle - 0.5) * streak - colour[o]);
			colour[o + 1] += alpha * (a - colour[o + 1]);
			colour[o + 2] += alpha * (b - colour[o + 2]);
			const relief = load + depth * bristle * ridge + 0.5 * v * v * v;
			height[pixel] += alpha * (relief * body - height[pixel]);
		}
	}
}

/** Strokes of the finest layer still move. */
function leastStep(side: number): number {
	return (1.5 * side) / 768;
}
