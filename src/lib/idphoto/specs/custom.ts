import type { CustomSize, CustomSpec, Range } from '$lib/domain/id-photo';
import { pixelsOf } from './to-spec';

/** Sides of a custom picture in pixels, and its resolution. */
const SIDE = [64, 4096] as const;
const DPI = [72, 1200] as const;
/** A picture's sides differ by this factor at most. */
const ASPECT = 3;

/** A size of the person's own as a spec that obeys itself, or which fields cannot be. */
export function customSpec(size: CustomSize): CustomSpec {
	const wrong: (keyof CustomSize)[] = [];
	const name = size.name.trim();
	if (name.length === 0 || name.length > 80) wrong.push('name');
	if (!Number.isInteger(size.dpi) || !within(size.dpi, DPI)) wrong.push('dpi');
	const px = size.px ?? pixelsOfSize(size);
	// Pixels that come of a wrong resolution say nothing about the millimetres.
	const blame = size.px ? 'px' : 'mm';
	if (!px || !valid(px))
		wrong.push(...(wrong.includes('dpi') && !size.px ? [] : ([blame] as const)));
	else if (size.mm && !(size.mm.width > 0 && size.mm.height > 0)) wrong.push('mm');
	if (
		size.head &&
		!(size.head[0] <= size.head[1] && within(size.head[0], [0.1, 0.95]) && size.head[1] <= 0.95)
	)
		wrong.push('head');
	if (!/^#[0-9a-f]{6}$/i.test(size.background)) wrong.push('background');
	const { least, most } = size.kB;
	const positive = [least, most].every((side) => side === null || side > 0);
	if (!positive || (least !== null && most !== null && least > most)) wrong.push('kB');
	if (wrong.length > 0 || !px) return { spec: null, wrong };
	return {
		spec: {
			id: `custom-${px.width}x${px.height}-${size.dpi}`,
			name: { en: name, zh: name },
			keywords: [],
			country: null,
			kind: 'custom',
			mm: size.mm,
			px,
			dpi: size.dpi,
			head: size.head,
			faceWidth: null,
			eyes: null,
			top: null,
			below: null,
			backgrounds: [size.background.toLowerCase()],
			backgroundMayBeReplaced: true,
			modes: ['unaltered', 'studio'],
			file: { formats: ['jpeg', 'png'], kB: size.kB },
			source: { name: '', url: '', checked: '', confidence: 'custom' },
			notes: null,
		},
		wrong,
	};
}

function pixelsOfSize({ mm, dpi }: CustomSize): { width: number; height: number } | null {
	return mm && { width: pixelsOf(mm.width, dpi), height: pixelsOf(mm.height, dpi) };
}

function valid({ width, height }: { width: number; height: number }): boolean {
	const whole = Number.isInteger(width) && Number.isInteger(height);
	const ratio = width / height;
	return (
		whole && within(width, SIDE) && within(height, SIDE) && within(ratio, [1 / ASPECT, ASPECT])
	);
}

function within(value: number, [least, most]: Range): boolean {
	return value >= least && value <= most;
}
