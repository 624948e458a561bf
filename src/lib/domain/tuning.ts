import type { StyleControls } from './style-controls';
import type { Tuning } from './recipe';

/** Smallest, largest and own value of what can be set in steps; `crop` has no own value: the seed chooses. */
export const TUNING_RANGES = {
	weight: { low: 0.5, high: 2, own: 1 },
	crop: { low: 1.6, high: 2.6, own: null },
	likeness: { low: 0, high: 1, own: 0.5 },
} as const;
export type TunedRange = keyof typeof TUNING_RANGES;

const NAMES = [
	'palette',
	'backdrop',
	'weight',
	'crop',
	'likeness',
] as const satisfies readonly (keyof Tuning)[];

/** The same text for equal choices only, '' for none: a part of a recipe's key and of an address. */
export function tuningKey(tuning: Tuning | undefined): string {
	if (!tuning) return '';
	return NAMES.filter((name) => tuning[name] !== undefined)
		.map((name) => `${name}${round(tuning[name]!)}`)
		.join('.');
}

/** Reads what tuningKey wrote. Null when it is none of ours. */
export function tuningFromKey(key: string): Tuning | null {
	const found: Record<string, number> = {};
	for (const part of key.split('.').reduce(joinDecimals, [])) {
		const match = /^([a-z]+)(\d+(?:\.\d+)?)$/.exec(part);
		if (!match) return null;
		found[match[1]] = Number(match[2]);
	}
	return tuningFrom(found);
}

/**
 * Checks choices that came from outside (a file, an address): every value in its range, no unknown name.
 * Null when they are none of ours; {} is none either.
 */
export function tuningFrom(value: unknown): Tuning | null {
	if (typeof value !== 'object' || value === null) return null;
	const entries = Object.entries(value);
	const valid = entries.every(([name, number]) => {
		if (typeof number !== 'number' || !Number.isFinite(number)) return false;
		if (name === 'palette' || name === 'backdrop') return Number.isInteger(number) && number >= 0;
		const range = Object.hasOwn(TUNING_RANGES, name) ? TUNING_RANGES[name as TunedRange] : null;
		return range !== null && number >= range.low && number <= range.high;
	});
	return valid && entries.length > 0 ? (value as Tuning) : null;
}

/** Only what the style obeys and what differs from its own values; undefined when nothing is left. */
export function obeyed(tuning: Tuning, controls: StyleControls): Tuning | undefined {
	const kept: Record<string, number> = {};
	const keep = (name: keyof Tuning, allowed: boolean, own: number | null) => {
		const value = tuning[name];
		if (allowed && value !== undefined && value !== own) kept[name] = round(value);
	};
	keep('palette', (tuning.palette ?? 0) < controls.palettes.length, null);
	keep('backdrop', (tuning.backdrop ?? 0) < controls.backdrops.length, null);
	keep('weight', controls.weight !== null, TUNING_RANGES.weight.own);
	keep('crop', true, null);
	keep('likeness', controls.likeness, TUNING_RANGES.likeness.own);
	return Object.keys(kept).length > 0 ? kept : undefined;
}

/** Two decimals are finer than anybody sees, and make equal choices equal. */
function round(value: number): number {
	return Math.round(value * 100) / 100;
}

/** Puts numbers together again that were split at their decimal point. */
function joinDecimals(parts: string[], part: string): string[] {
	return /^\d+$/.test(part) && parts.length > 0
		? [...parts.slice(0, -1), `${parts.at(-1)}.${part}`]
		: [...parts, part];
}
