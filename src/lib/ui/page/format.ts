import { getLocale } from '$lib/paraglide/runtime';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** An amount of data in the language of the interface: "9.6 MB". Decimal units, as systems show them. */
export function formatBytes(bytes: number): string {
	const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
	const amount = bytes / 1000 ** unit;
	return new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: UNITS[unit],
		unitDisplay: unit === 0 ? 'long' : 'short',
		maximumFractionDigits: unit > 0 && amount < 100 ? 1 : 0,
	}).format(amount);
}

export function formatCount(count: number): string {
	return new Intl.NumberFormat(getLocale()).format(count);
}

/** @param time milliseconds since 1970 */
export function formatDate(time: number): string {
	return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium' }).format(time);
}

/** @param time milliseconds since 1970 */
export function formatTime(time: number): string {
	return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
		time,
	);
}
