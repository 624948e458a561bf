import type { Affine, Box } from '$lib/domain/geometry';
import {
	ID_RULES,
	type HeadMeasure,
	type IdCheck,
	type IdSpec,
	type IdSubject,
	type Placement,
	type SquareMask,
} from '$lib/domain/id-photo';
import { affineBounds, invertAffine } from '$lib/image/warp';
import { distanceToNearest, lookBehind } from './backdrop';
import { faceChecks } from './face-checks';
import type { FacePatch } from './face-patch';
import { geometryChecks } from './geometry-checks';
import { judge } from './limits';

export interface CheckInput {
	readonly subject: IdSubject;
	readonly head: HeadMeasure;
	/** Of the photo, or of the retouched picture. */
	readonly patch: FacePatch;
	readonly mask: SquareMask;
	readonly spec: IdSpec;
	readonly placement: Placement;
}

/** The picture as it is, or a small one of it. */
export interface SeenPicture {
	/** width x height x RGBA. */
	readonly rgba: Uint8ClampedArray;
	readonly size: { readonly width: number; readonly height: number };
	/** Photo pixels to its pixels. */
	readonly toPicture: Affine;
	/** The background is a new one, which also fills what the photo lacks. */
	readonly replaced: boolean;
}

/** Every rule that applies to a picture, in the order of ID_RULES; marks in pixels of the placement. */
export function checkPicture(
	{ subject, head, patch, mask, spec, placement }: CheckInput,
	{ rgba, size, toPicture: toSeen, replaced }: SeenPicture,
): IdCheck[] {
	const { photo } = subject;
	const { toPicture } = placement;
	const behind = lookBehind(rgba, size, toSeen, mask, replaced ? null : photo);
	const checks = [
		...geometryChecks(head, spec, placement, photo),
		...faceChecks(patch, subject, head, toPicture),
		judge('background-even', behind?.uneven ?? null),
		judge('background-colour', behind && distanceToNearest(behind.colour, spec.backgrounds)),
		judge('one-person', 1 + peopleIn(subject.others, placement)),
	].map((check) => (replaced ? withoutRoom(check, head) : check));
	return checks.sort((a, b) => ID_RULES.indexOf(a.rule) - ID_RULES.indexOf(b.rule));
}

/** A new background fills what is missing above the head and beside it, but not the hair that was cut. */
function withoutRoom(check: IdCheck, head: HeadMeasure): IdCheck {
	if (check.rule !== 'room-above' || head.crownCut) return check;
	return { ...check, verdict: 'pass', marks: [] };
}

/** Other faces of which the picture shows something. */
function peopleIn(others: readonly Box[], { toPicture, width, height }: Placement): number {
	const seen = affineBounds(invertAffine(toPicture), width, height);
	return others.filter(
		(box) =>
			box.x < seen.x + seen.width &&
			box.y < seen.y + seen.height &&
			box.x + box.width > seen.x &&
			box.y + box.height > seen.y,
	).length;
}
