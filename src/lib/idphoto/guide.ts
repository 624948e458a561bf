import type { IdCheck, IdSpec, IdSubject } from '$lib/domain/id-photo';
import { IDENTITY, type Pixels } from '$lib/image/warp';
import { faceChecks } from './check/face-checks';
import { facePatch } from './check/face-patch';
import { geometryChecks } from './check/geometry-checks';
import { judge } from './check/limits';
import { measureHead } from './measure';
import { placeCrop } from './place';

/** Of the face in pixels: enough to see lids, lips and light. */
const PATCH_SIDE = 224;

/**
 * What an official would say to a frame of a camera, as far as the person can mend it: nothing about the
 * background and sharpness, which are judged on the finished picture. Light enough for several frames a second.
 * @param subject with one mask at least, which is taken as it is
 * @param detail pixels of the camera's own picture for each of the frame's
 */
export function guideChecks(
	frame: Pixels,
	subject: IdSubject,
	spec: IdSpec,
	detail: number,
): IdCheck[] {
	const head = measureHead(subject, subject.masks[0]);
	const placement = placeCrop(head, spec, frame);
	const patch = facePatch(frame, IDENTITY, subject, head, PATCH_SIDE);
	return [
		...geometryChecks(head, spec, placement, frame).map((check) =>
			check.rule === 'resolution' && check.measured !== null
				? judge('resolution', check.measured * detail)
				: check,
		),
		...faceChecks(patch, subject, head, placement.toPicture).filter(
			({ rule }) => rule !== 'sharpness',
		),
		judge('one-person', 1 + subject.others.length),
	];
}
