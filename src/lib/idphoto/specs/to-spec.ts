import type { IdSpec, Range } from '$lib/domain/id-photo';
import type { SourceTable, SpecRow } from './schema';

const MM_PER_INCH = 25.4;

/** Millimetres at a resolution, to whole pixels. */
export function pixelsOf(mm: number, dpi: number): number {
	return Math.round((mm / MM_PER_INCH) * dpi);
}

/** A row with its lengths as shares. Throws RangeError when it names a source that is not there. */
export function toSpec(row: SpecRow, sources: SourceTable): IdSpec {
	if (!(row.source in sources)) throw new RangeError(`${row.id}: no source ${row.source}`);
	const { notes: caution, ...source } = sources[row.source];
	const [mmWidth, mmHeight] = row.mm ?? [0, 0];
	const [width, height] = row.px ?? [pixelsOf(mmWidth, row.dpi), pixelsOf(mmHeight, row.dpi)];
	const across = { mm: mmWidth, px: width };
	const down = { mm: mmHeight, px: height };
	const notes = [row.notes, caution].filter((note) => note !== undefined);
	return {
		id: row.id,
		name: row.name,
		keywords: row.keywords,
		country: row.country,
		kind: row.kind,
		mm: row.mm && { width: mmWidth, height: mmHeight },
		px: { width, height },
		dpi: row.dpi,
		head: range(row.id, row.head, down),
		faceWidth: range(row.id, row.faceWidth, across),
		eyes: range(row.id, row.eyes, down),
		top: range(row.id, row.top, down),
		below: row.below ? share(row.id, row.below, down) : null,
		backgrounds: row.backgrounds,
		backgroundMayBeReplaced: row.backgroundMayBeReplaced,
		modes: row.modes,
		file: {
			formats: row.formats,
			kB: { least: row.kB?.[0] ?? null, most: row.kB?.[1] ?? null },
		},
		source,
		notes:
			notes.length === 0
				? null
				: { en: notes.map(({ en }) => en).join(' '), zh: notes.map(({ zh }) => zh).join('') },
	};
}

type Measure = NonNullable<SpecRow['head']>;
type Least = NonNullable<SpecRow['below']>;
interface Whole {
	readonly mm: number;
	readonly px: number;
}

function range(id: string, measure: Measure | undefined, whole: Whole): Range | null {
	if (!measure) return null;
	if ('share' in measure) return measure.share;
	const [[low, high], all] = 'mm' in measure ? [measure.mm, whole.mm] : [measure.px, whole.px];
	return [partOf(id, low, all), partOf(id, high, all)];
}

function share(id: string, measure: Least, whole: Whole): number {
	if ('share' in measure) return measure.share;
	return 'mm' in measure ? partOf(id, measure.mm, whole.mm) : partOf(id, measure.px, whole.px);
}

function partOf(id: string, part: number, whole: number): number {
	if (!(part <= whole)) throw new RangeError(`${id}: ${part} of ${whole}`);
	return part / whole;
}
