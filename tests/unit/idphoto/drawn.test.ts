import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuExecutor } from '../../../src/lib/compute/cpu-executor';
import { createFacePipeline, type FacePipeline } from '../../../src/lib/face/pipeline';
import { headFrame, toHead } from '../../../src/lib/idphoto/head-frame';
import { createIdStudio } from '../../../src/lib/idphoto/studio';
import { applyAffine } from '../../../src/lib/image/warp';
import { drawFaces } from '../face/drawn-face';
import { createNodeRuntime } from '../face/node-runtime';
import { plainSpec, readSubject } from './heads';

/** Of the unit face of drawn-face.ts, along its axis: the hair's top, the chin, the pupils. */
const CROWN = -1.3;
const CHIN = 1.03;
const EYES = -0.13;

let pipeline: FacePipeline;
beforeAll(async () => {
	pipeline = createFacePipeline(createNodeRuntime());
	await pipeline.load();
});
afterAll(() => pipeline.dispose());

/** Heads in all the ways that people stand before a camera: not in the middle, near, far, leaning. */
const HEADS = [
	{ x: 300, y: 330, size: 110, roll: 0 },
	{ x: 270, y: 300, size: 90, roll: 0.08 },
	{ x: 330, y: 360, size: 100, roll: -0.1 },
	{ x: 300, y: 340, size: 120, roll: 0.15 },
];

test.each(HEADS)('a drawn head at $x, $y, leaning by $roll', async ({ x, y, size, roll }) => {
	const photo = drawFaces(600, 720, [{ x, y, size, roll }]);
	const subject = await readSubject(pipeline, photo);
	expect(subject, 'a face').not.toBeNull();
	const studio = createIdStudio(createCpuExecutor());
	const head = studio.open(photo, subject!, null);
	const frame = headFrame({ x, y }, roll);
	const height = (CHIN - CROWN) * size;
	// 1. The head as it was drawn.
	expect(Math.abs(toHead(frame, head.crown).y - CROWN * size) / height).toBeLessThan(0.03);
	expect(Math.abs(toHead(frame, head.chin).y - CHIN * size) / height).toBeLessThan(0.04);
	expect(Math.abs(toHead(frame, head.eyes).y - EYES * size) / height).toBeLessThan(0.02);
	expect(Math.abs(head.roll - roll)).toBeLessThan(0.03);
	// 2. The picture as the rules want it, by what was drawn and not by what was measured.
	const spec = plainSpec({ head: [0.6, 0.7], top: [0.08, 0.14], px: { width: 300, height: 400 } });
	const { placement, checks } = studio.fit(spec, 'unaltered', null);
	expect(placement.shortfalls).toEqual([]);
	const at = (v: number) => {
		const photoX = x - Math.sin(roll) * v * size;
		const photoY = y + Math.cos(roll) * v * size;
		return applyAffine(placement.toPicture, photoX, photoY);
	};
	const share = (at(CHIN).y - at(CROWN).y) / 400;
	expect(share).toBeGreaterThan(0.6 - 0.01);
	expect(share).toBeLessThan(0.7 + 0.01);
	expect(at(CROWN).y / 400).toBeGreaterThan(0.08 - 0.01);
	expect(at(CROWN).y / 400).toBeLessThan(0.14 + 0.01);
	expect(Math.abs(at(EYES).x / 300 - 0.5)).toBeLessThan(0.02 + 0.01);
	// 3. Level in the picture.
	expect(Math.abs(at(CHIN).x - at(CROWN).x)).toBeLessThan(12);
	expect(checks.find(({ rule }) => rule === 'head-height')?.verdict).toBe('pass');
});

test('a head at the top of the photo: how much room is missing is said in its pixels', async () => {
	const [size, y] = [110, 160];
	const photo = drawFaces(600, 720, [{ x: 300, y, size }]);
	const subject = await readSubject(pipeline, photo);
	const studio = createIdStudio(createCpuExecutor());
	studio.open(photo, subject!, null);
	// The crown is 17 pixels under the border; a fifth of the picture above it takes far more.
	const spec = plainSpec({ head: [0.5, 0.52], top: [0.2, 0.22] });
	const { placement } = studio.fit(spec, 'unaltered', null);
	const room = placement.shortfalls.find(({ rule }) => rule === 'room-above');
	const picture = ((CHIN - CROWN) * size) / 0.52;
	const wanted = 0.2 * picture - (y + CROWN * size);
	expect(room?.missingPx).toBeGreaterThan(wanted - 0.03 * picture);
	expect(room?.missingPx).toBeLessThan(wanted + 0.03 * picture);
});
