import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESCRIPTOR_LENGTH, LANDMARKS, PORTRAIT_SIDE } from '../../../src/lib/domain/face';
import { createFacePipeline } from '../../../src/lib/face/pipeline';
import type { FacePipeline } from '../../../src/lib/face/pipeline';
import { mapPoints } from '../../../src/lib/face/mesh';
import { cosineSimilarity } from '../../../src/lib/likeness/similarity';
import { drawFaces } from './drawn-face';
import { createNodeRuntime } from './node-runtime';

/** The built-in networks on drawn faces: works without any photo. */
let pipeline: FacePipeline;
beforeAll(async () => {
	pipeline = createFacePipeline(createNodeRuntime());
	await pipeline.load();
});
afterAll(() => pipeline.dispose());

describe('search', () => {
	test('one face, where it was drawn', async () => {
		const faces = await pipeline.findFaces(drawFaces(640, 640, [{ x: 320, y: 280, size: 130 }]));
		expect(faces).toHaveLength(1);
		const [{ box, roll, keypoints }] = faces;
		expect(Math.abs(box.x + box.width / 2 - 320)).toBeLessThan(15);
		expect(box.width).toBeGreaterThan(150);
		expect(box.width).toBeLessThan(240);
		expect(Math.abs(roll)).toBeLessThan(0.1);
		expect(keypoints[0].x).toBeLessThan(keypoints[1].x); // the right eye is on the left
		expect(keypoints[3].y).toBeGreaterThan(keypoints[2].y); // the mouth is below the nose
	});

	test('several faces, largest first, numbered', async () => {
		const drawn = [
			{ x: 1000, y: 260, size: 70 },
			{ x: 200, y: 250, size: 90 },
			{ x: 600, y: 250, size: 80 },
		];
		const faces = await pipeline.findFaces(drawFaces(1200, 600, drawn));
		expect(faces.map(({ box }) => Math.round((box.x + box.width / 2) / 200) * 200)).toEqual([
			200, 600, 1000,
		]);
		expect(faces.map(({ id }) => id)).toEqual([0, 1, 2]);
	});

	test.each([0.6, -0.9, Math.PI / 2, Math.PI])('a face turned by %d', async (roll) => {
		const faces = await pipeline.findFaces(
			drawFaces(640, 640, [{ x: 320, y: 320, size: 110, roll }]),
		);
		expect(faces).toHaveLength(1);
		const turn = faces[0].roll - roll;
		expect(Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)))).toBeLessThan(0.15);
	});

	test('nobody in an empty room', async () => {
		const seen: number[] = [];
		const faces = await pipeline.findFaces(drawFaces(500, 400, []), {
			onProgress: ({ fraction }) => seen.push(fraction),
		});
		expect(faces).toEqual([]);
		expect(seen).toEqual([...seen].sort((a, b) => a - b));
		expect(seen.at(-1)).toBe(1);
	});

	test('stops when asked to', async () => {
		const abort = new AbortController();
		abort.abort(new DOMException('stop', 'AbortError'));
		const photo = drawFaces(300, 300, []);
		await expect(pipeline.findFaces(photo, { signal: abort.signal })).rejects.toThrow('stop');
	});
});

describe('analysis', () => {
	const photo = drawFaces(800, 700, [{ x: 400, y: 300, size: 130 }]);

	test('landmarks, pose, descriptor and portrait fit together', async () => {
		const [found] = await pipeline.findFaces(photo);
		const other = { x: 640, y: 300, width: 60, height: 60 };
		const { face, portrait } = await pipeline.analyse(photo, found, [other]);
		expect(face.landmarks).toHaveLength(LANDMARKS * 3);
		expect(face.descriptor).toHaveLength(DESCRIPTOR_LENGTH);
		expect(Math.abs(face.pose.yaw)).toBeLessThan(0.15);
		expect(face.advice.map(({ kind }) => kind)).toEqual(['several']);
		// Irises lie where they were drawn.
		for (const [point, x] of [
			[468, 400 - 39],
			[473, 400 + 39],
		]) {
			expect(Math.abs(face.landmarks[3 * point] - x)).toBeLessThan(6);
			expect(Math.abs(face.landmarks[3 * point + 1] - 283)).toBeLessThan(6);
		}
		expect(portrait.rgba).toHaveLength(PORTRAIT_SIDE * PORTRAIT_SIDE * 4);
		expect(portrait.others).toHaveLength(1);
		const back = mapPoints(portrait.landmarks, portrait.toPhoto);
		for (const i of [0, 1, 3 * 152, 3 * 470 + 1]) expect(back[i]).toBeCloseTo(face.landmarks[i], 1);
		// The mask knows the face from the corner.
		const { width, data } = portrait.mask;
		const at = (x: number, y: number) => data[Math.floor(y / 4) * width + Math.floor(x / 4)];
		expect(at(portrait.landmarks[3], portrait.landmarks[4])).toBeGreaterThan(0.9);
		expect(at(8, 8)).toBeLessThan(0.3);
	});

	test('advice tells of small, tilted and cut faces', async () => {
		const advise = async (drawn: Parameters<typeof drawFaces>[2]) => {
			const picture = drawFaces(400, 400, drawn);
			const [found] = await pipeline.findFaces(picture);
			const { face } = await pipeline.analyse(picture, found, []);
			return face.advice.map(({ kind }) => kind);
		};
		expect(await advise([{ x: 200, y: 180, size: 28 }])).toContain('small');
		expect(await advise([{ x: 200, y: 200, size: 80, roll: 0.7 }])).toContain('tilted');
		expect(await advise([{ x: 200, y: 60, size: 90 }])).toContain('cut');
		expect(await advise([{ x: 200, y: 200, size: 90 }])).toEqual([]);
	});

	test('a picture with known landmarks describes the same face', async () => {
		const [found] = await pipeline.findFaces(photo);
		const { face, portrait } = await pipeline.analyse(photo, found, []);
		const picture = { width: PORTRAIT_SIDE, height: PORTRAIT_SIDE, data: portrait.rgba };
		const descriptor = await pipeline.describe(picture, portrait.landmarks);
		expect(cosineSimilarity(descriptor, face.descriptor)).toBeGreaterThan(0.97);
		await expect(pipeline.describe(picture, new Float32Array(9))).rejects.toThrow(RangeError);
	});

	test('a mirrored picture is as alike as the picture itself', async () => {
		const photo = drawFaces(640, 640, [{ x: 320, y: 280, size: 150, roll: 0.3 }]);
		const [found] = await pipeline.findFaces(photo);
		const { face } = await pipeline.analyse(photo, found, []);
		const data = new Uint8ClampedArray(photo.data.length);
		for (let i = 0; i < 640 * 640; i++) {
			const x = i % 640;
			data.set(photo.data.subarray(4 * (i - x + 639 - x), 4 * (i - x + 640 - x)), 4 * i);
		}
		const landmarks = face.landmarks.map((value, i) => (i % 3 === 0 ? 640 - value : value));
		const descriptor = await pipeline.describe({ ...photo, data }, landmarks);
		expect(cosineSimilarity(descriptor, face.descriptor)).toBeGreaterThan(0.999);
	});
});
