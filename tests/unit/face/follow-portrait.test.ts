import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANDMARKS } from '../../../src/lib/domain/face';
import { LIVE_SIDE } from '../../../src/lib/domain/live';
import { createFacePipeline, type FacePipeline } from '../../../src/lib/face/pipeline';
import { drawFaces } from './drawn-face';
import { createNodeRuntime } from './node-runtime';

let pipeline: FacePipeline;
beforeAll(async () => {
	pipeline = createFacePipeline(createNodeRuntime());
	await pipeline.load();
});
afterAll(() => pipeline.dispose());

const frame = (x: number) => drawFaces(480, 360, [{ x, y: 170, size: 80 }]);

test('a face is followed from frame to frame; the mask serves until another is asked for', async () => {
	const first = await pipeline.followPortrait(frame(230), null, LIVE_SIDE, false);
	expect(first!.portrait).toMatchObject({ side: LIVE_SIDE, others: [] });
	expect(first!.portrait.rgba.length).toBe(4 * LIVE_SIDE * LIVE_SIDE);
	expect(first!.mask.data.some((v) => v > 0.5)).toBe(true);
	const second = await pipeline.followPortrait(frame(242), first, LIVE_SIDE, false);
	expect(second!.mask.data).toBe(first!.mask.data);
	const [a, b] = [first!, second!].map(({ landmarks }) => landmarks[3]);
	expect(b - a).toBeGreaterThan(8);
	expect(b - a).toBeLessThan(16);
	// The face stays where it was in the crop, which goes with it.
	const nose = (portrait: { landmarks: Float32Array }) => portrait.landmarks[3] / LIVE_SIDE;
	expect(Math.abs(nose(first!.portrait) - nose(second!.portrait))).toBeLessThan(0.03);
	expect(second!.landmarks).toHaveLength(3 * LANDMARKS);
	const third = await pipeline.followPortrait(frame(242), second, LIVE_SIDE, true);
	expect(third!.mask.data).not.toBe(first!.mask.data);
});

test('a face that jumped is found again; one that left is gone', async () => {
	const first = await pipeline.followPortrait(frame(110), null, LIVE_SIDE, true);
	const second = await pipeline.followPortrait(frame(370), first, LIVE_SIDE, false);
	expect(second!.landmarks[3]).toBeGreaterThan(330);
	const empty = drawFaces(480, 360, []);
	expect(await pipeline.followPortrait(empty, second, LIVE_SIDE, false)).toBeNull();
});
