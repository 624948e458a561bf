import { describe, expect, test } from 'vitest';
import { anchorCentres, decodeDetections } from '../../../src/lib/face/blazeface';
import { pixelsWithin } from '../../../src/lib/face/polygon';
import { boxesInPortrait, portraitSquare, portraitToPhoto } from '../../../src/lib/face/portrait';
import { poseOf } from '../../../src/lib/face/pose';
import { eyeRoll, roiOfMesh } from '../../../src/lib/face/roi';
import { containment, overlap, suppress } from '../../../src/lib/face/suppress';
import { isNear, tileSides, tileSquares, wholeSquare } from '../../../src/lib/face/tiles';
import { rotatedMesh, uprightMesh } from './synthetic-mesh';

const DEGREE = Math.PI / 180;

describe('detector output', () => {
	test('anchors are the 896 cell centres of two grids', () => {
		const anchors = anchorCentres(256);
		expect(anchors).toHaveLength(896 * 2);
		expect([...anchors.slice(0, 6)]).toEqual([8, 8, 8, 8, 24, 8]);
		expect([...anchors.slice(1024, 1038)]).toEqual([...Array(6).fill([16, 16]).flat(), 48, 16]);
		expect([...anchors.slice(-2)]).toEqual([240, 240]);
	});

	test('boxes and key points are offsets from the anchor', () => {
		const values = new Float32Array(32);
		values.set([1, -2, 40, 50, 3, 4], 16);
		const logits = new Float32Array([-9, Math.log(0.9 / 0.1)]);
		const found = decodeDetections(logits, values, new Float32Array([0, 0, 100, 60]), 0.5);
		expect(found).toHaveLength(1);
		expect(found[0].score).toBeCloseTo(0.9, 5);
		expect(found[0]).toMatchObject({ centre: { x: 101, y: 58 }, width: 40, height: 50 });
		expect(found[0].keypoints[0]).toEqual({ x: 103, y: 64 });
		expect(found[0].keypoints).toHaveLength(6);
	});
});

describe('suppression', () => {
	const box = (x: number, y: number, side: number) => ({ x, y, width: side, height: side });

	test('overlap and containment', () => {
		expect(overlap(box(0, 0, 10), box(5, 0, 10))).toBeCloseTo(50 / 150, 9);
		expect(overlap(box(0, 0, 10), box(10, 0, 10))).toBe(0);
		expect(containment(box(0, 0, 10), box(2, 2, 4))).toBe(1);
	});

	test('keeps the best of a cluster and every other face', () => {
		const kept = suppress(
			[
				{ box: box(1, 1, 10), score: 0.7 },
				{ box: box(0, 0, 10), score: 0.9 },
				{ box: box(3, 3, 4), score: 0.8 }, // within the best: a smaller look at the same face
				{ box: box(30, 0, 10), score: 0.4 },
			],
			0.3,
			0.7,
		);
		expect(kept.map(({ score }) => score)).toEqual([0.9, 0.4]);
	});
});

describe('tiles', () => {
	test('cover every pixel and overlap by a quarter', () => {
		const [width, height, side] = [3264, 2448, 512];
		const tiles = tileSquares(width, height, side);
		for (const [x, y] of [
			[0, 0],
			[width, height],
			[1700, 900],
		])
			expect(
				tiles.some(
					({ centre }) => Math.abs(centre.x - x) <= side / 2 && Math.abs(centre.y - y) <= side / 2,
				),
			).toBe(true);
		const firstRow = tiles
			.filter(({ centre }) => centre.y === side / 2)
			.map(({ centre }) => centre.x);
		for (let i = 1; i < firstRow.length; i++)
			expect(firstRow[i] - firstRow[i - 1]).toBeLessThanOrEqual(side * 0.75 + 1e-9);
	});

	test('sides are powers of two of the detector size, coarse to fine', () => {
		expect(tileSides(3264, 2448)).toEqual([2048, 1024, 512, 256]);
		expect(tileSides(225, 275)).toEqual([]);
	});

	test('the turned square holds the photo', () => {
		expect(wholeSquare(400, 300, 0).side).toBe(400);
		expect(wholeSquare(400, 300, Math.PI / 4).side).toBeCloseTo(700 / Math.SQRT2, 6);
	});

	test('near means within a face size', () => {
		const tile = { centre: { x: 50, y: 50 }, side: 100, roll: 0 };
		expect(isNear({ x: 105, y: 40, width: 20, height: 20 }, tile)).toBe(true);
		expect(isNear({ x: 140, y: 40, width: 20, height: 20 }, tile)).toBe(false);
	});
});

describe('pose', () => {
	test('a straight face has no angles', () => {
		const { roll, yaw, pitch } = poseOf(uprightMesh());
		expect(roll).toBeCloseTo(0, 6);
		expect(yaw).toBeCloseTo(0, 6);
		expect(Math.abs(pitch)).toBeLessThan(8 * DEGREE);
	});

	test.each([
		[20, 0, 0],
		[0, 35, 0],
		[0, -35, 0],
		[0, 0, 25],
		[0, 0, -25],
		[-30, 25, 15],
	])('recovers roll %d, yaw %d, pitch %d', (roll, yaw, pitch) => {
		const straight = poseOf(uprightMesh()).pitch;
		const pose = poseOf(rotatedMesh(roll * DEGREE, yaw * DEGREE, pitch * DEGREE));
		expect(pose.roll / DEGREE).toBeCloseTo(roll, 4);
		expect(pose.yaw / DEGREE).toBeCloseTo(yaw, 4);
		expect((pose.pitch - straight) / DEGREE).toBeCloseTo(pitch, 4);
	});

	test('yaw is positive when the nose moves to the right of the picture, pitch when it moves up', () => {
		const nose = (mesh: Float32Array) => ({ x: mesh[3], y: mesh[4] });
		const straight = nose(uprightMesh());
		expect(nose(rotatedMesh(0, 0.4, 0)).x).toBeGreaterThan(straight.x);
		expect(nose(rotatedMesh(0, 0, 0.4)).y).toBeLessThan(straight.y);
	});

	test('roll follows the eyes', () => {
		expect(eyeRoll({ x: 0, y: 0 }, { x: 10, y: 10 })).toBeCloseTo(Math.PI / 4, 9);
		const roi = roiOfMesh(rotatedMesh(0.5, 0, 0));
		expect(roi.roll).toBeCloseTo(0.5, 5);
		expect(roi.side).toBeCloseTo(roiOfMesh(uprightMesh()).side, 3);
	});
});

describe('portrait crop', () => {
	/** A face 200 px high, its middle at (x, y). */
	const faceAt = (x: number, y: number) => {
		const mesh = uprightMesh();
		const height = mesh[3 * 152 + 1] - mesh[3 * 10 + 1];
		for (let i = 0; i < mesh.length; i += 3) {
			mesh[i] = x + (mesh[i] / height) * 200;
			mesh[i + 1] = y + (mesh[i + 1] / height) * 200;
		}
		return mesh;
	};

	test('is 2.35 faces wide and centred when there is room', () => {
		const square = portraitSquare(faceAt(1000, 800), 2000, 1600);
		expect(square.width).toBeCloseTo(470, 0);
		expect(square.x + square.width / 2).toBeCloseTo(1000, 0);
		expect(square.y + square.height / 2).toBeCloseTo(800, -1);
	});

	test.each([
		[130, 800],
		[1900, 150],
		[1000, 1550],
	])('stays inside the photo for a face at %d, %d, and no tighter than 1.75 faces', (x, y) => {
		const square = portraitSquare(faceAt(x, y), 2000, 1600);
		expect(square.x).toBeGreaterThanOrEqual(0);
		expect(square.y).toBeGreaterThanOrEqual(0);
		expect(square.x + square.width).toBeLessThanOrEqual(2000 + 1e-9);
		expect(square.y + square.height).toBeLessThanOrEqual(1600 + 1e-9);
		expect(square.width).toBeGreaterThanOrEqual(350 - 1e-3);
	});

	test('is the short side at most', () => {
		expect(portraitSquare(faceAt(150, 150), 300, 400).width).toBe(300);
	});

	test('other faces come along in crop pixels', () => {
		const square = { x: 100, y: 50, width: 512, height: 512 };
		const inside = { x: 600, y: 60, width: 100, height: 100 };
		const outside = { x: 700, y: 60, width: 100, height: 100 };
		expect(boxesInPortrait([inside, outside], square)).toEqual([
			{ x: 1000, y: 20, width: 200, height: 200 },
		]);
		expect(portraitToPhoto(square)).toEqual([0.5, 0, 100, 0, 0.5, 50]);
	});
});

test('a polygon fills the pixels whose centres it holds', () => {
	const points = new Float32Array([1, 1, 0, 4, 1, 0, 4, 3, 0, 1, 3, 0]);
	expect(pixelsWithin(points, [0, 1, 2, 3], 5)).toEqual([6, 7, 8, 11, 12, 13]);
});
