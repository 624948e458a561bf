import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdviceKind } from '../../../src/lib/domain/face';
import { createFacePipeline } from '../../../src/lib/face/pipeline';
import type { FacePipeline } from '../../../src/lib/face/pipeline';
import { describePairs } from '../../../tools/calibrate/pairs';
import { HAVE_PHOTOS, photosIn, readPhoto } from '../../../tools/calibrate/photos';
import { verification } from '../../../tools/calibrate/verification';
import { createNodeRuntime } from './node-runtime';

if (!HAVE_PHOTOS) console.warn('No photos beside the checkout (../shared/photos): skipped.');

/** The figures that the README promises, on real photos. */
describe.skipIf(!HAVE_PHOTOS)('photos', { timeout: 600_000 }, () => {
	let pipeline: FacePipeline;
	beforeAll(async () => {
		pipeline = createFacePipeline(createNodeRuntime());
		await pipeline.load();
	});
	afterAll(() => pipeline.dispose());

	const find = async (file: string) => pipeline.findFaces(await readPhoto(file));
	const advise = async (file: string) => {
		const photo = await readPhoto(file);
		const [first, ...others] = await pipeline.findFaces(photo);
		const boxes = others.map(({ box }) => box);
		const { face } = await pipeline.analyse(photo, first, boxes);
		return face.advice.map(({ kind }) => kind);
	};

	test.each([
		['cases/group_team_50faces_3264x2448.jpg', 40, 57],
		['cases/group_gray_30faces_1600x506.jpg', 36, 42],
	])('%s: at least %d faces', async (file, least, most) => {
		const faces = await find(file);
		expect(faces.length).toBeGreaterThanOrEqual(least);
		expect(faces.length).toBeLessThanOrEqual(most);
	});

	test.each(['brick', 'chelsea', 'coffee'])('nobody in noface_%s', async (name) => {
		expect(await find(`cases/noface_${name}.png`)).toEqual([]);
	});

	test('the eight EXIF orientations give one face at one place', async () => {
		const boxes = [];
		for (let i = 1; i <= 8; i++) {
			const faces = await find(`cases/derived/exif_orientation_${i}.jpg`);
			expect(faces).toHaveLength(1);
			boxes.push(faces[0].box);
		}
		for (const box of boxes)
			for (const key of ['x', 'y', 'width', 'height'] as const)
				expect(Math.abs(box[key] - boxes[0][key])).toBeLessThan(3);
	});

	test.each([15, 30, 45, 60, 90, 180])('a head turned by %d degrees', async (degrees) => {
		const faces = await find(`cases/derived/inplane_rot_${degrees}.jpg`);
		expect(faces).toHaveLength(1);
		const turn = faces[0].roll + (degrees * Math.PI) / 180;
		expect(Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)))).toBeLessThan(0.15);
	});

	test.each([
		'dark_12pct.jpg',
		'gray_8bit.png',
		'cmyk.jpg',
		'rgba_gradient_alpha.png',
		'webp_q80.webp',
		'tiny_48px.jpg',
		'tiny_64px.jpg',
		'huge_6144x7680_47MP.jpg',
	])('one face in %s', async (name) => {
		expect(await find(`cases/derived/${name}`)).toHaveLength(1);
	});

	test('good portraits draw no advice', async () => {
		for (const file of photosIn('portraits')) expect(await advise(file), file).toEqual([]);
	});

	test.each<[string, AdviceKind]>([
		['cases/derived/dark_12pct.jpg', 'dark'],
		['cases/derived/tiny_64px.jpg', 'small'],
		['cases/derived/inplane_rot_45.jpg', 'tilted'],
		['cases/hard_gray_distant_camera.png', 'turned'],
		['cases/profile_19c_007227.jpg', 'turned'],
		['cases/group_gray_30faces_1600x506.jpg', 'several'],
	])('%s draws the advice %s', async (file, kind) => {
		expect(await advise(file)).toContain(kind);
	});

	test('pairs: one face in each, and people are told apart', async () => {
		const { same, different, missed } = await describePairs(pipeline);
		expect(missed).toEqual([]);
		expect([same.length, different.length]).toEqual([44, 3784]);
		const [one, tenth] = verification(same, different);
		expect(one.tar).toBe(1);
		expect(tenth.tar).toBeGreaterThanOrEqual(0.97);
	}, 900_000);
});
