import type { Advice, AdviceKind, Pose } from '$lib/domain/face';
import type { Box } from '$lib/domain/geometry';
import type { FaceLook } from './look';
import { CHIN, FOREHEAD, OVAL } from './topology';

interface Limits {
	/** Beyond these the person hears of it; `below` tells which side is bad. */
	readonly hint: number;
	readonly warning: number;
	readonly below?: true;
}

const DEGREE = Math.PI / 180;

/** Measured on good portraits (no advice) and on spoiled copies of them (the right advice). */
export const LIMITS: Readonly<Record<AdviceKind, Limits>> = {
	/** Height of the face in photo pixels, forehead to chin. */
	small: { hint: 130, warning: 64, below: true },
	/** Share of edges that survive a further blur, 0..1 (Crete 2007). */
	blurred: { hint: 0.66, warning: 0.8 },
	/** Luma that the brightest twentieth of the face reaches, 0..255: independent of skin tone. */
	dark: { hint: 90, warning: 50, below: true },
	/** Share of face pixels that are burnt out, 0..1. */
	bright: { hint: 0.12, warning: 0.3 },
	/** Yaw or pitch in radians, whichever misses its limit by more; pitch counts half again. */
	turned: { hint: 30 * DEGREE, warning: 48 * DEGREE },
	/** Roll in radians. */
	tilted: { hint: 25 * DEGREE, warning: 50 * DEGREE },
	/** How strange eyes or mouth look for skin, 0 (plain) .. 1 (surely covered). */
	covered: { hint: 0.5, warning: 0.8 },
	/** How far the head leaves the photo, as a share of the face's height. */
	cut: { hint: 0.04, warning: 0.25 },
	/** Other faces within the portrait. */
	several: { hint: 1, warning: Infinity },
};

/** Hair stands this much above the forehead point, as a share of the face's height. */
const HAIR = 0.18;

export interface AdviceInput {
	/** Mesh in photo pixels, points x (x, y, z). */
	readonly mesh: Float32Array;
	readonly pose: Pose;
	readonly look: FaceLook;
	readonly photo: { readonly width: number; readonly height: number };
	/** Other faces that touch the portrait. */
	readonly others: readonly Box[];
}

/** Everything worth telling about a face, the worst first. */
export function adviceFor({ mesh, pose, look, photo, others }: AdviceInput): Advice[] {
	const values: Record<AdviceKind, number> = {
		small: faceHeight(mesh),
		blurred: look.blur,
		dark: look.brightest,
		bright: look.burnt,
		turned: Math.max(Math.abs(pose.yaw), 1.5 * Math.abs(pose.pitch)),
		tilted: Math.abs(pose.roll),
		covered: look.covered,
		cut: outsideShare(mesh, photo.width, photo.height),
		several: others.length,
	};
	return (Object.keys(values) as AdviceKind[])
		.flatMap((kind) => judge(kind, values[kind]) ?? [])
		.sort((a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'));
}

function judge(kind: AdviceKind, value: number): Advice | null {
	const { hint, warning, below } = LIMITS[kind];
	const beyond = (limit: number) => (below ? value < limit : value >= limit);
	if (beyond(warning)) return { kind, severity: 'warning', value, limit: warning };
	if (beyond(hint)) return { kind, severity: 'hint', value, limit: hint };
	return null;
}

/** Forehead to chin in photo pixels. */
export function faceHeight(mesh: Float32Array): number {
	return Math.hypot(
		mesh[3 * FOREHEAD] - mesh[3 * CHIN],
		mesh[3 * FOREHEAD + 1] - mesh[3 * CHIN + 1],
		mesh[3 * FOREHEAD + 2] - mesh[3 * CHIN + 2],
	);
}

/** How far the outline of face and hair leaves the photo, as a share of the face's height. */
function outsideShare(mesh: Float32Array, width: number, height: number): number {
	const upX = (mesh[3 * FOREHEAD] - mesh[3 * CHIN]) * HAIR;
	const upY = (mesh[3 * FOREHEAD + 1] - mesh[3 * CHIN + 1]) * HAIR;
	let outside = 0;
	const measure = (x: number, y: number) =>
		(outside = Math.max(outside, -x, -y, x - width, y - height));
	for (const i of OVAL) measure(mesh[3 * i], mesh[3 * i + 1]);
	measure(mesh[3 * FOREHEAD] + upX, mesh[3 * FOREHEAD + 1] + upY);
	return outside / faceHeight(mesh);
}
