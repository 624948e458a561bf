import { expect, test } from 'vitest';
import { paintLayer, primedCanvas, type StrokeLayer } from './oil-painter';

const SIDE = 64;
const GROUND = [0.5, 0.02, 0.06];
const LAYER: StrokeLayer = {
	radius: 3,
	columns: 16,
	steps: 6,
	opacity: 1,
	jitter: 0,
	body: 1,
	knife: false,
	wanted: () => true,
	seed: 5,
};

/** Left half dark, right half light; the brush goes down. */
const reference = new Float32Array(3 * SIDE * SIDE);
for (let i = 0; i < SIDE * SIDE; i++) reference[3 * i] = i % SIDE < SIDE / 2 ? 0.2 : 0.9;
const down = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => i % 2);
const go = async () => {};

async function painted(extra: Partial<StrokeLayer> = {}, pause = go) {
	const canvas = primedCanvas(SIDE, GROUND);
	await paintLayer(canvas, reference, down, { ...LAYER, ...extra }, pause);
	return canvas;
}

test('covers the canvas with the colours of the reference', async () => {
	const { colour } = await painted();
	let off = 0;
	for (let i = 0; i < SIDE * SIDE; i++) {
		// Strokes are wider than the border between the halves is.
		if (Math.abs((i % SIDE) - SIDE / 2) > 5) off += Math.abs(colour[3 * i] - reference[3 * i]);
	}
	expect(off / SIDE ** 2).toBeLessThan(0.04);
});

test('paints the same twice, and otherwise with another seed', async () => {
	const [one, two, other] = [await painted(), await painted(), await painted({ seed: 6 })];
	expect(two).toEqual(one);
	expect(other.height).not.toEqual(one.height);
});

test('begins strokes only where they are wanted, and leaves the rest of the canvas alone', async () => {
	const { colour, height } = await painted({ wanted: (pixel) => pixel % SIDE < 16 });
	for (let y = 0; y < SIDE; y++) {
		const far = y * SIDE + 40;
		expect([...colour.subarray(3 * far, 3 * far + 3)]).toEqual(GROUND.map(Math.fround));
		expect(height[far]).toBe(0);
	}
	expect(height.some((h) => h > 0)).toBe(true);
});

test('a stroke ends where its colour no longer helps', async () => {
	const across = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => 1 - (i % 2));
	const canvas = primedCanvas(SIDE, [0.9, 0, 0]);
	const wanted = (pixel: number) => pixel % SIDE < 20 && (pixel / SIDE) % 8 < 1;
	await paintLayer(canvas, reference, across, { ...LAYER, steps: 30, wanted }, go);
	const dark = canvas.colour.filter((v, o) => o % 3 === 0 && v < 0.5 && (o / 3) % SIDE > 40);
	expect(dark.length).toBe(0);
});

test('stops when its pause throws', async () => {
	const stop = async () => {
		throw new Error('enough');
	};
	await expect(painted({}, stop)).rejects.toThrow('enough');
});
