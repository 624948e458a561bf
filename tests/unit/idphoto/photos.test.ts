import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuExecutor } from '../../../src/lib/compute/cpu-executor';
import type { HeadMeasure, IdSubject } from '../../../src/lib/domain/id-photo';
import { createFacePipeline, type FacePipeline } from '../../../src/lib/face/pipeline';
import { facePatch } from '../../../src/lib/idphoto/check/face-patch';
import { judge } from '../../../src/lib/idphoto/check/limits';
import { mouthOpen } from '../../../src/lib/idphoto/check/mouth';
import { headFrame, toHead } from '../../../src/lib/idphoto/head-frame';
import { geometryOf } from '../../../src/lib/idphoto/picture-geometry';
import { placeCrop } from '../../../src/lib/idphoto/place';
import { idSpecs } from '../../../src/lib/idphoto/specs/specs';
import { createIdStudio } from '../../../src/lib/idphoto/studio';
import { IDENTITY, type Pixels } from '../../../src/lib/image/warp';
import { HAVE_PHOTOS, readPhoto } from '../../../tools/calibrate/photos';
import { createNodeRuntime } from '../face/node-runtime';
import { readSubject } from './heads';

if (!HAVE_PHOTOS) console.warn('No photos beside the checkout (../shared/photos): skipped.');

interface Mark {
	readonly crown: readonly [x: number, y: number];
	readonly chin: readonly [x: number, y: number];
	readonly beard?: boolean;
}
const MARKS = path.resolve(import.meta.dirname, '../../fixtures/id-photo/marks.json');
const { marks } = JSON.parse(readFileSync(MARKS, 'utf8')) as { marks: Record<string, Mark> };

/** Mouths as people see them. */
const MOUTHS = JSON.parse(readFileSync(path.join(path.dirname(MARKS), 'mouths.json'), 'utf8')) as {
	readonly closed: readonly string[];
	readonly open: readonly string[];
};

describe.skipIf(!HAVE_PHOTOS)('photos', { timeout: 300_000 }, () => {
	let pipeline: FacePipeline;
	const heads = new Map<string, { photo: Pixels; subject: IdSubject; head: HeadMeasure }>();
	beforeAll(async () => {
		pipeline = createFacePipeline(createNodeRuntime());
		await pipeline.load();
		const studio = createIdStudio(createCpuExecutor());
		for (const file of Object.keys(marks)) {
			const photo = await readPhoto(file);
			const subject = await readSubject(pipeline, photo);
			if (!subject) throw new Error(`${file}: no face`);
			heads.set(file, { photo, subject, head: studio.open(photo, subject, null) });
		}
	}, 300_000);
	afterAll(() => pipeline.dispose());

	test('the crown is within 3% of the head of where people see it, on every marked photo', () => {
		const errors: Record<string, number> = {};
		for (const [file, { photo, head }] of heads) {
			const frame = headFrame(head.eyes, head.roll);
			const along = ([x, y]: readonly [number, number]) =>
				toHead(frame, { x: x * photo.width, y: y * photo.height }).y;
			const { crown, chin } = marks[file];
			errors[file] =
				Math.abs(toHead(frame, head.crown).y - along(crown)) / (along(chin) - along(crown));
		}
		expect(Object.keys(errors).length).toBeGreaterThanOrEqual(20);
		expect(Object.entries(errors).filter(([, error]) => !(error <= 0.03))).toEqual([]);
	});

	test('the chin is within 5% where no beard hides it, on nine of ten', () => {
		const errors: number[] = [];
		for (const [file, { photo, head }] of heads) {
			if (marks[file].beard) continue;
			const frame = headFrame(head.eyes, head.roll);
			const along = ([x, y]: readonly [number, number]) =>
				toHead(frame, { x: x * photo.width, y: y * photo.height }).y;
			const height = along(marks[file].chin) - along(marks[file].crown);
			errors.push(Math.abs(toHead(frame, head.chin).y - along(marks[file].chin)) / height);
		}
		const near = errors.filter((error) => error <= 0.05);
		expect(near.length / errors.length).toBeGreaterThanOrEqual(0.9);
	});

	test('teeth and parted lips are told from closed smiles', () => {
		const wrong: string[] = [];
		let looked = 0;
		for (const [file, { photo, subject, head }] of heads) {
			const open = MOUTHS.open.includes(file);
			if (!open && !MOUTHS.closed.includes(file)) continue;
			looked++;
			const measured = mouthOpen(facePatch(photo, IDENTITY, subject, head));
			if ((judge('mouth-closed', measured).verdict === 'pass') === open)
				wrong.push(`${file} ${measured.toFixed(3)}`);
		}
		expect(looked).toBeGreaterThanOrEqual(20);
		expect(wrong).toEqual([]);
	});

	test('95% of the crops obey every rule to 1% of the height, or the photo lacks the room', () => {
		const specs = idSpecs();
		let kept = 0;
		let all = 0;
		const broken: string[] = [];
		for (const [file, { photo, head }] of heads) {
			for (const spec of specs) {
				const placement = placeCrop(head, spec, photo);
				const geometry = geometryOf(head, placement.toPicture, spec.px, photo);
				const off = (value: number, range: readonly [number, number] | null) =>
					range ? Math.max(range[0] - value, value - range[1], 0) : 0;
				const worst = Math.max(
					off(geometry.head, spec.head),
					off(geometry.faceWidth, spec.faceWidth),
					off(geometry.eyes, spec.eyes),
					off(geometry.top, spec.top),
					off(geometry.below, spec.below === null ? null : [spec.below, 1]),
				);
				all++;
				if (worst <= 0.01) kept++;
				else broken.push(`${file} ${spec.id} ${worst.toFixed(3)}`);
			}
		}
		console.log(`${kept} of ${all} crops within 1%; not: ${broken.slice(0, 12).join(', ')}`);
		expect(kept / all).toBeGreaterThanOrEqual(0.95);
	});
});
