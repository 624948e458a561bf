import Papa from 'papaparse';

/** One photo of a batch. */
export interface BatchRow {
	readonly photo: string;
	/** '' where none was made. */
	readonly file: string;
	readonly verdict: 'pass' | 'warn' | 'fail' | 'error';
	/** What to redo, in the person's language. */
	readonly remarks: readonly string[];
	readonly bytes: number | null;
}

/** Spreadsheets take a cell that begins like this for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table of who passed and what to redo: RFC 4180, with a byte order mark so that spreadsheets read Chinese.
 * @param headings of the columns: photo, file, verdict, remarks, bytes
 * @param verdicts in the person's language
 */
export function batchReport(
	rows: readonly BatchRow[],
	headings: readonly [string, string, string, string, string],
	verdicts: Readonly<Record<BatchRow['verdict'], string>>,
): Blob {
	const harmless = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
	const data = rows.map(({ photo, file, verdict, remarks, bytes }) => [
		harmless(photo),
		harmless(file),
		verdicts[verdict],
		harmless(remarks.join('; ')),
		bytes === null ? '' : String(bytes),
	]);
	const table = Papa.unparse({ fields: [...headings], data }, { newline: '\r\n' });
	return new Blob(['\uFEFF', table, '\r\n'], { type: 'text/csv;charset=utf-8' });
}
