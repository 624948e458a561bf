import type { IdCheck, IdRule, IdSpec, LocalText, Range } from '$lib/domain/id-photo';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** Words for ID photos in the person's language. */

export const localText = (text: LocalText): string => (getLocale() === 'zh-CN' ? text.zh : text.en);

export const kindText = (kind: IdSpec['kind']): string =>
	({
		passport: m.id_kind_passport,
		visa: m.id_kind_visa,
		identity: m.id_kind_identity,
		licence: m.id_kind_licence,
		exam: m.id_kind_exam,
		work: m.id_kind_work,
		print: m.id_kind_print,
		custom: m.id_kind_custom,
	})[kind]();

/** "25 × 35 mm · 295 × 413 px" */
export function sizeText({ mm, px }: IdSpec): string {
	const pixels = m.id_size_px({ width: px.width, height: px.height });
	return mm ? `${m.id_size_mm({ width: mm.width, height: mm.height })} · ${pixels}` : pixels;
}

/** "14–20 kB"; null where any size will do. */
export function kilobytesText({ file: { kB } }: Pick<IdSpec, 'file'>): string | null {
	const { least, most } = kB;
	if (least !== null && most !== null) return m.id_kb_between({ least, most });
	if (most !== null) return m.id_kb_most({ most });
	return least === null ? null : m.id_kb_least({ least });
}

interface RuleText {
	readonly name: () => string;
	/** What to do about it. */
	readonly mend: () => string;
}

const RULES: Readonly<Record<IdRule, RuleText>> = {
	'head-height': { name: m.id_rule_head_height, mend: m.id_mend_head_height },
	'face-width': { name: m.id_rule_face_width, mend: m.id_mend_face_width },
	'eye-line': { name: m.id_rule_eye_line, mend: m.id_mend_eye_line },
	centred: { name: m.id_rule_centred, mend: m.id_mend_centred },
	'top-margin': { name: m.id_rule_top_margin, mend: m.id_mend_top_margin },
	'chin-margin': { name: m.id_rule_chin_margin, mend: m.id_mend_chin_margin },
	'room-above': { name: m.id_rule_room_above, mend: m.id_mend_room_above },
	'room-below': { name: m.id_rule_room_below, mend: m.id_mend_room_below },
	'room-beside': { name: m.id_rule_room_beside, mend: m.id_mend_room_beside },
	roll: { name: m.id_rule_roll, mend: m.id_mend_roll },
	yaw: { name: m.id_rule_yaw, mend: m.id_mend_yaw },
	pitch: { name: m.id_rule_pitch, mend: m.id_mend_pitch },
	'eyes-open': { name: m.id_rule_eyes_open, mend: m.id_mend_eyes_open },
	'mouth-closed': { name: m.id_rule_mouth_closed, mend: m.id_mend_mouth_closed },
	gaze: { name: m.id_rule_gaze, mend: m.id_mend_gaze },
	'glasses-glare': { name: m.id_rule_glasses_glare, mend: m.id_mend_glasses_glare },
	'dark-lenses': { name: m.id_rule_dark_lenses, mend: m.id_mend_dark_lenses },
	hat: { name: m.id_rule_hat, mend: m.id_mend_hat },
	'hair-over-eyes': { name: m.id_rule_hair_over_eyes, mend: m.id_mend_hair_over_eyes },
	'face-shadow': { name: m.id_rule_face_shadow, mend: m.id_mend_face_shadow },
	'background-even': { name: m.id_rule_background_even, mend: m.id_mend_background_even },
	'background-colour': { name: m.id_rule_background_colour, mend: m.id_mend_background_colour },
	exposure: { name: m.id_rule_exposure, mend: m.id_mend_exposure },
	contrast: { name: m.id_rule_contrast, mend: m.id_mend_contrast },
	sharpness: { name: m.id_rule_sharpness, mend: m.id_mend_sharpness },
	resolution: { name: m.id_rule_resolution, mend: m.id_mend_resolution },
	'one-person': { name: m.id_rule_one_person, mend: m.id_mend_one_person },
};

export const ruleName = (rule: IdRule): string => RULES[rule].name();

/** What to do about a check that did not pass. */
export function mendText({ rule, unit, measured, wanted }: IdCheck): string {
	const missing = rule.startsWith('room-') && unit === 'px' && measured !== null && measured > 0;
	if (!missing) return RULES[rule].mend();
	const allowed = wanted.most ?? 0;
	return m.id_missing_px({ count: Math.ceil(measured - allowed) });
}

const LIVE: Partial<Record<IdRule, () => string>> = {
	'room-above': m.id_live_room_above,
	'room-below': m.id_live_room_below,
	'room-beside': m.id_live_room_beside,
	resolution: m.id_live_resolution,
	roll: m.id_live_roll,
	'eyes-open': m.id_live_eyes_open,
	'mouth-closed': m.id_live_mouth_closed,
};

/** The same for somebody who stands before the camera: in a few words that stay the same while they move. */
export const liveText = ({ rule }: IdCheck): string => (LIVE[rule] ?? RULES[rule].mend)();

/** "72 %, wanted 50 % to 69 %" */
export function measuredText({ measured, wanted, unit }: IdCheck): string {
	if (measured === null) return m.id_unmeasured();
	const say = (value: number) => amount(value, unit);
	const range = rangeText([wanted.least, wanted.most], say);
	return range ? m.id_measured({ measured: say(measured), wanted: range }) : say(measured);
}

function rangeText(
	[least, most]: readonly [number | null, number | null],
	say: (value: number) => string,
): string | null {
	if (least !== null && most !== null) {
		return least === most
			? say(least)
			: m.id_wanted_between({ least: say(least), most: say(most) });
	}
	if (most !== null) return m.id_wanted_most({ most: say(most) });
	return least === null ? null : m.id_wanted_least({ least: say(least) });
}

function amount(value: number, unit: IdCheck['unit']): string {
	switch (unit) {
		case 'share':
			return m.id_percent({ value: round(100 * value, 1) });
		case 'degrees':
			return m.id_degrees({ value: round(value, 1) });
		case 'px':
			return `${Math.round(value)} px`;
		case 'ratio':
			return String(round(value, 2));
		case 'count':
			return String(Math.round(value));
	}
}

function round(value: number, digits: number): number {
	return Number(value.toFixed(digits));
}

export const shareText = ([low, high]: Range): string =>
	m.id_wanted_between({ least: amount(low, 'share'), most: amount(high, 'share') });
