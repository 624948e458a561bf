import type { IdCheck, IdRule } from '$lib/domain/id-photo';

/** A value passes within `pass` and is a warning within `warn`; beyond it fails. Null leaves a side open. */
export interface Limits {
	readonly unit: IdCheck['unit'];
	readonly pass: readonly [least: number | null, most: number | null];
	/** Null: it is a warning at worst. */
	readonly warn: readonly [least: number | null, most: number | null] | null;
	/** Where the numbers come from. */
	readonly from: string;
}

/** Of photos that were measured for these: official portraits and member photos, eyes open, faces lit in a studio. */
const MEASURED = 'measured on 70 official portraits (2026-11-22)';

/** Rules that no spec has numbers for. Those that measure badly are warnings at worst. */
export const LIMITS = {
	// ISO/IEC 19794-5: 5 degrees of yaw, pitch and roll (8 of roll); the mesh knows pitch to a few degrees only.
	roll: { unit: 'degrees', pass: [null, 3], warn: [null, 8], from: 'ISO/IEC 19794-5' },
	yaw: { unit: 'degrees', pass: [-7, 7], warn: [-14, 14], from: 'ISO/IEC 19794-5, loosened' },
	pitch: { unit: 'degrees', pass: [-10, 10], warn: [-18, 18], from: 'ISO/IEC 19794-5, loosened' },
	// Open eyes: 0.17 to 0.38, half closed by a laugh 0.17, closed below 0.1.
	'eyes-open': { unit: 'ratio', pass: [0.16, null], warn: [0.1, null], from: MEASURED },
	// Closed lips, smiling or not: 0 to 0.021; apart, or teeth that show: 0.036 to 0.2; a mouth wide open: 0.25 and more.
	'mouth-closed': { unit: 'ratio', pass: [null, 0.028], warn: [null, 0.22], from: MEASURED },
	gaze: { unit: 'ratio', pass: [-0.08, 0.08], warn: [-0.16, 0.16], from: MEASURED },
	'glasses-glare': { unit: 'share', pass: [null, 0.02], warn: [null, 0.12], from: MEASURED },
	// Eyes without glasses and in clear ones: 0.52 to 1.02 of the cheek's luma.
	'dark-lenses': { unit: 'ratio', pass: [0.48, null], warn: [0.32, null], from: MEASURED },
	// Hats 1.1 and more; high hair with a fringe up to 1.05.
	hat: { unit: 'ratio', pass: [null, 1], warn: null, from: MEASURED },
	// Make-up and deep-set eyes reach 0.86.
	'hair-over-eyes': { unit: 'share', pass: [null, 0.6], warn: null, from: MEASURED },
	'face-shadow': { unit: 'ratio', pass: [0.4, null], warn: [0.14, null], from: MEASURED },
	// OKLab: a step that is just seen is about 0.02; even studio walls have 0.02 to 0.05.
	'background-even': { unit: 'ratio', pass: [null, 0.065], warn: [null, 0.12], from: MEASURED },
	'background-colour': { unit: 'ratio', pass: [null, 0.07], warn: [null, 0.14], from: MEASURED },
	exposure: { unit: 'ratio', pass: [0.5, 0.96], warn: [0.35, 0.99], from: MEASURED },
	contrast: { unit: 'ratio', pass: [0.2, null], warn: [0.12, null], from: MEASURED },
	// Sharp photos 0.43 to 0.73; a ramp wider than eight pixels has 0.25.
	sharpness: { unit: 'ratio', pass: [0.4, null], warn: [0.32, null], from: MEASURED },
	// Photo pixels per picture pixel: enlarged by more than 1.5 the picture is soft.
	resolution: { unit: 'ratio', pass: [1, null], warn: [0.66, null], from: 'sampling theorem' },
	'one-person': { unit: 'count', pass: [1, 1], warn: [1, 1], from: 'all specs' },
} as const satisfies Partial<Record<IdRule, Limits>>;

export type LimitedRule = keyof typeof LIMITS;

export function judge(
	rule: LimitedRule,
	measured: number | null,
	marks: IdCheck['marks'] = [],
): IdCheck {
	const limits: Limits = LIMITS[rule];
	const { unit, pass, warn } = limits;
	const within = ([least, most]: Limits['pass'], value: number) =>
		(least === null || value >= least) && (most === null || value <= most);
	const known = measured !== null && Number.isFinite(measured);
	const verdict = !known
		? 'warn'
		: within(pass, measured)
			? 'pass'
			: !warn || within(warn, measured)
				? 'warn'
				: 'fail';
	return {
		rule,
		verdict,
		measured: known ? measured : null,
		wanted: { least: pass[0], most: pass[1] },
		unit,
		marks,
	};
}
