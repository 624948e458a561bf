import type {
	HeadMeasure,
	IdAdjust,
	IdRule,
	IdSpec,
	Placement,
	Range,
	Shortfall,
} from '$lib/domain/id-photo';
import { composeAffine } from '$lib/image/warp';
import { headFrame, toHead, type HeadFrame } from './head-frame';
import { mostRoom, type Constraint } from './linear-program';
import { geometryOf, type PictureGeometry } from './picture-geometry';

/** Where nothing is prescribed: a studio's habit (facts: the head takes about two thirds of a 一寸). */
const USUAL = { head: [0.6, 0.7], top: [0.06, 0.14] } as const;
/** How far the face may be off the middle, as a share of the width. */
export const CENTRE_TOLERANCE = 0.02;

/** A head that leans less than this (a quarter of a degree) is level: such a turn blurs and nobody sees it. */
const LEVEL = 0.004;

/** A rule, or a habit, that the placement obeys as far as those before it let it. */
interface Group {
	readonly constraints: readonly Constraint[];
}

/**
 * Places the crop. The unknowns are k, u, v: the picture's height and its middle (seen from the eyes, along
 * the head), in head heights. Every rule is linear in them, for all shares are multiplied by k.
 *
 * 1. Rule by rule, the more important first: what does not hold together with those before it is met as nearly
 *    as it can be.
 * 2. Then, in the same order, each is brought as near to its middle as the others let it, and at least half as
 *    much room as all can have together is kept for them.
 */
export function placeCrop(
	head: HeadMeasure,
	spec: IdSpec,
	photo: { readonly width: number; readonly height: number },
	adjust: IdAdjust | null = null,
): Placement {
	const frame = headFrame(head.eyes, Math.abs(head.roll) < LEVEL ? 0 : head.roll);
	const unit = headHeight(head, frame);
	const groups = rulesOf(head, frame, unit, spec, photo);
	// 1. Bounds that can all hold.
	let held: Constraint[] = [];
	for (const { constraints } of groups) {
		const least = mostRoom([...withoutSlack(held), ...constraints.map(asGoal)], 0);
		const violation = least ? Math.min(least.t, 0) : 0;
		held = [
			...held,
			...constraints.map((constraint) => ({
				...constraint,
				limit: constraint.limit - violation * goalWeight(constraint) + 1e-6,
			})),
		];
	}
	// 2. The middle of what is left.
	const together = mostRoom(held, 1);
	let x = together?.x ?? [2 / (USUAL.head[0] + USUAL.head[1]), 0, 0];
	const kept = Math.max((together?.t ?? 0) / 2, 0);
	let bounds = held.map((constraint) => tighten(constraint, kept));
	let start = 0;
	for (const { constraints } of groups) {
		const end = start + constraints.length;
		if (constraints.some(({ slack }) => slack > 0)) {
			const own = held.slice(start, end);
			const others = bounds.map((c, i) => ({ ...c, slack: 0, mine: i >= start && i < end }));
			const best = mostRoom([...others.filter(({ mine }) => !mine), ...own], 1);
			if (best) {
				x = best.x;
				bounds = bounds.map((c, i) =>
					i >= start && i < end ? tighten(held[i], best.t - 1e-7) : c,
				);
			}
		}
		start = end;
	}
	const toPicture = affineOf(x, unit, frame, spec, adjust);
	const { width, height } = spec.px;
	const shortfalls = shortfallsOf(geometryOf(head, toPicture, spec.px, photo), spec);
	return { toPicture, width, height, shortfalls };
}

/** Crown to chin along the head, in photo pixels. */
function headHeight(head: HeadMeasure, frame: HeadFrame): number {
	return toHead(frame, head.chin).y - toHead(frame, head.crown).y;
}

function rulesOf(
	head: HeadMeasure,
	frame: HeadFrame,
	unit: number,
	spec: IdSpec,
	photo: { readonly width: number; readonly height: number },
): Group[] {
	const aspect = spec.px.width / spec.px.height;
	const crown = toHead(frame, head.crown).y / unit;
	const chin = toHead(frame, head.chin);
	const face = head.faceWidth / unit / aspect;
	const size = spec.head ?? (spec.faceWidth ? null : USUAL.head);
	// The picture's height that a rule's slack is measured at: where its own middle lies.
	const usual = size ? 2 / (size[0] + size[1]) : (2 * face) / sum(spec.faceWidth!);
	const groups: Group[] = [];
	const add = (...constraints: Constraint[]) => groups.push({ constraints });

	if (size) add(...sizeRule(1, size));
	if (spec.faceWidth) add(...sizeRule(face, spec.faceWidth));
	if (spec.eyes) add(...heightRule(0, [1 - spec.eyes[1], 1 - spec.eyes[0]], usual));
	if (spec.top) add(...heightRule(crown, spec.top, usual));
	if (spec.below !== null)
		add({ row: [-(0.5 - spec.below), 0, -1], limit: -chin.y / unit, slack: 0 });
	// The face is centred between its eyes and its chin: a turned head looks right so.
	const middle = chin.x / unit / 4;
	const slack = CENTRE_TOLERANCE * aspect * usual;
	const give = CENTRE_TOLERANCE * aspect;
	add({ row: [-give, 1, 0], limit: middle, slack }, { row: [-give, -1, 0], limit: -middle, slack });
	// Nothing may be shown that the photo does not have: below first, hair can end in a wall.
	for (const side of ['bottom', 'left', 'right', 'top'] as const)
		add(...roomRule(side, head, frame, unit, aspect, photo));
	if (!spec.eyes && !spec.top) add(...heightRule(crown, USUAL.top, usual));
	return groups;
}

/** A length of the head (in units) as a share of the picture: length / k within the range. */
function sizeRule(length: number, [least, most]: Range): Constraint[] {
	const slack = ((most - least) / (most + least)) * length;
	return [
		{ row: [-most, 0, 0], limit: -length, slack },
		{ row: [least, 0, 0], limit: length, slack },
	];
}

/** A height v of the head as a share of the picture from its top: (p - v) / k + 1/2 within the range. */
function heightRule(p: number, [least, most]: Range, usual: number): Constraint[] {
	const slack = (usual * (most - least)) / 2;
	return [
		{ row: [-(0.5 - least), 0, 1], limit: p, slack },
		{ row: [-(most - 0.5), 0, -1], limit: -p, slack },
	];
}

/** The two corners of a side lie within the photo. */
function roomRule(
	side: 'top' | 'bottom' | 'left' | 'right',
	head: HeadMeasure,
	{ cos, sin }: HeadFrame,
	unit: number,
	aspect: number,
	photo: { readonly width: number; readonly height: number },
): Constraint[] {
	const ends = [-0.5, 0.5];
	return ends.map((end): Constraint => {
		const across = side === 'left' ? -0.5 : side === 'right' ? 0.5 : end;
		const down = side === 'top' ? -0.5 : side === 'bottom' ? 0.5 : end;
		// The corner is at eyes + unit R (u + k across aspect, v + k down).
		const x = [cos * across * aspect - sin * down, cos, -sin] as const;
		const y = [sin * across * aspect + cos * down, sin, cos] as const;
		const minus = ([a, b, c]: readonly [number, number, number]) => [-a, -b, -c] as const;
		switch (side) {
			case 'left':
				return { row: minus(x), limit: head.eyes.x / unit, slack: 0 };
			case 'right':
				return { row: x, limit: (photo.width - head.eyes.x) / unit, slack: 0 };
			case 'top':
				return { row: minus(y), limit: head.eyes.y / unit, slack: 0 };
			case 'bottom':
				return { row: y, limit: (photo.height - head.eyes.y) / unit, slack: 0 };
		}
	});
}

/** Rules without slack of their own are measured in head heights when they are violated. */
function goalWeight({ slack }: Constraint): number {
	return slack > 0 ? slack : 1;
}
function asGoal(constraint: Constraint): Constraint {
	return { ...constraint, slack: goalWeight(constraint) };
}
function withoutSlack(constraints: readonly Constraint[]): Constraint[] {
	return constraints.map((constraint) => ({ ...constraint, slack: 0 }));
}
function tighten(constraint: Constraint, t: number): Constraint {
	return { ...constraint, limit: constraint.limit - constraint.slack * t + 1e-8, slack: 0 };
}
function sum([a, b]: Range): number {
	return a + b;
}

/** Photo pixels to picture pixels: turned by the roll about the eyes, then what the person moved. */
function affineOf(
	[k, u, v]: readonly [number, number, number],
	unit: number,
	{ origin, cos, sin }: HeadFrame,
	{ px }: IdSpec,
	adjust: IdAdjust | null,
): Placement['toPicture'] {
	const s = px.height / (k * unit);
	const x = px.width / 2 - s * u * unit;
	const y = px.height / 2 - s * v * unit;
	const placed = [
		s * cos,
		s * sin,
		x - s * (cos * origin.x + sin * origin.y),
		-s * sin,
		s * cos,
		y - s * (cos * origin.y - sin * origin.x),
	] as const;
	if (!adjust) return placed;
	// About the picture's middle.
	const c = adjust.scale * Math.cos(adjust.roll);
	const d = adjust.scale * Math.sin(adjust.roll);
	const [mx, my] = [px.width / 2, px.height / 2];
	const moved = [
		c,
		-d,
		mx - c * mx + d * my + adjust.x * px.width,
		d,
		c,
		my - d * mx - c * my + adjust.y * px.height,
	] as const;
	return composeAffine(moved, placed);
}

/** Room that is smaller than this share of a picture pixel is rounding. */
const ROUNDING = 0.01;

function shortfallsOf(geometry: PictureGeometry, spec: IdSpec): Shortfall[] {
	const { missing, photoPixels } = geometry;
	const shortfalls: Shortfall[] = [];
	const rule = (name: IdRule, value: number, range: Range | null) => {
		if (range && (value < range[0] - 1e-4 || value > range[1] + 1e-4))
			shortfalls.push({ rule: name, missingPx: 0 });
	};
	rule('head-height', geometry.head, spec.head);
	rule('face-width', geometry.faceWidth, spec.faceWidth);
	rule('eye-line', geometry.eyes, spec.eyes);
	rule('centred', geometry.offCentre, [-CENTRE_TOLERANCE, CENTRE_TOLERANCE]);
	rule('top-margin', geometry.top, spec.top);
	rule('chin-margin', geometry.below, spec.below === null ? null : [spec.below, 1]);
	const room = (name: IdRule, missingPx: number) => {
		if (missingPx > ROUNDING * photoPixels) shortfalls.push({ rule: name, missingPx });
	};
	room('room-above', missing.above);
	room('room-below', missing.below);
	room('room-beside', Math.max(missing.left, missing.right));
	return shortfalls;
}
