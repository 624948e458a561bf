import type { IdSpec } from '$lib/domain/id-photo';

/** What may not stand in a file name anywhere (Windows, macOS, zip), and what only confuses. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g;

/**
 * A file name that says what it is: whose photo, which document, its pixels.
 * @param person name of the person, or of the file that came, without its ending
 * @param detail more, for instance a background
 */
export function idFileName(
	person: string,
	spec: Pick<IdSpec, 'id' | 'px'>,
	extension: 'jpg' | 'png' | 'pdf',
	detail?: string,
): string {
	const size = `${spec.px.width}x${spec.px.height}`;
	const parts = [cleaned(person), spec.id, size, detail && cleaned(detail)];
	return `${parts.filter(Boolean).join('_')}.${extension}`;
}

/** Each name once: a second one of the same gets a number. */
export function uniqueNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		const dot = name.lastIndexOf('.');
		const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
		let unique = name;
		// Many file systems hold A and a for the same.
		for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${stem}-${n}${ending}`;
		taken.add(unique.toLowerCase());
		return unique;
	});
}

/** The name of a file without its folder and ending. */
export function stemOf(path: string): string {
	const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	const dot = name.lastIndexOf('.');
	return dot > 0 ? name.slice(0, dot) : name;
}

const LONGEST = 60;

function cleaned(text: string): string {
	const plain = text.normalize('NFC').replace(FORBIDDEN, ' ').replace(/\s+/g, ' ');
	return [...plain]
		.slice(0, LONGEST)
		.join('')
		.replace(/^[. ]+|[. ]+$/g, '');
}
