import type { Point } from '$lib/domain/geometry';
import type { HeadMeasure, IdCheck, IdRule, IdSpec, Placement, Range } from '$lib/domain/id-photo';
import { CENTRE_TOLERANCE } from '../place';
import { geometryOf, type PictureGeometry } from '../picture-geometry';
import { judge } from './limits';

/** Officials measure to a millimetre on 45; a rule missed by less than this is a warning, as a share. */
const NEARLY = 0.01;
const DEGREES = 180 / Math.PI;
/** A head that leans more than this in the photo is turned level with shoulders that are not, in degrees. */
const LEANS = 10;

type Marks = IdCheck['marks'];

/** The rules about where the head is; marks in picture pixels. */
export function geometryChecks(
	head: HeadMeasure,
	spec: IdSpec,
	placement: Placement,
	photo: { readonly width: number; readonly height: number },
): IdCheck[] {
	const geometry = geometryOf(head, placement.toPicture, placement, photo);
	const { width, height } = placement;
	const line = (y: number): Marks => [{ from: { x: 0, y }, to: { x: width, y } }];
	const upright = (x: number): Marks => [{ from: { x, y: 0 }, to: { x, y: height } }];
	const { crown, chin, eyesAt, missing } = geometry;
	const checks: IdCheck[] = [];
	const share = (rule: IdRule, value: number, range: Range | null, marks: Marks) => {
		if (range) checks.push(shareCheck(rule, value, range[0], range[1], marks));
	};
	share('head-height', geometry.head, spec.head, [...line(crown.y), ...line(chin.y)]);
	share('face-width', geometry.faceWidth, spec.faceWidth, [
		...upright(middleX(geometry, width) - (geometry.faceWidth * width) / 2),
		...upright(middleX(geometry, width) + (geometry.faceWidth * width) / 2),
	]);
	share('eye-line', geometry.eyes, spec.eyes, line(eyesAt.y));
	const centred: Range = [-CENTRE_TOLERANCE, CENTRE_TOLERANCE];
	share('centred', geometry.offCentre, centred, upright(middleX(geometry, width)));
	share('top-margin', geometry.top, spec.top, [between(crown, { x: crown.x, y: 0 })]);
	if (spec.below !== null)
		share(
			'chin-margin',
			geometry.below,
			[spec.below, 1],
			[between(chin, { x: chin.x, y: height })],
		);
	checks.push(
		roomCheck('room-above', missing.above, line(1), geometry, head.crownCut),
		roomCheck('room-below', missing.below, line(height - 1), geometry, false),
		roomCheck(
			'room-beside',
			Math.max(missing.left, missing.right),
			upright(missing.left > missing.right ? 1 : width - 1),
			geometry,
			false,
		),
		judge(
			'roll',
			Math.max(Math.abs(geometry.roll) * DEGREES, Math.abs(head.roll) * DEGREES - LEANS),
			[between(crown, chin)],
		),
		judge('yaw', head.yaw * DEGREES, [between(crown, chin)]),
		judge('pitch', head.pitch * DEGREES, line(eyesAt.y)),
		judge('resolution', geometry.photoPixels),
	);
	return checks;
}

function middleX({ offCentre }: PictureGeometry, width: number): number {
	return (offCentre + 0.5) * width;
}

function between(from: Point, to: Point): Marks[number] {
	return { from, to };
}

function shareCheck(
	rule: IdRule,
	measured: number,
	least: number,
	most: number,
	marks: Marks,
): IdCheck {
	const off = Math.max(least - measured, measured - most);
	const verdict = off <= 1e-4 ? 'pass' : off <= NEARLY ? 'warn' : 'fail';
	return { rule, verdict, measured, wanted: { least, most }, unit: 'share', marks };
}

/** Photo pixels that the picture shows but the photo does not have; a cut head lacks more than can be known. */
function roomCheck(
	rule: IdRule,
	missingPx: number,
	marks: Marks,
	{ photoPixels }: PictureGeometry,
	cut: boolean,
): IdCheck {
	const enough = missingPx <= photoPixels / 2;
	return {
		rule,
		verdict: enough && !cut ? 'pass' : 'fail',
		measured: cut && enough ? null : missingPx,
		wanted: { least: null, most: 0 },
		unit: 'px',
		marks: enough && !cut ? [] : marks,
	};
}
