/** A mistake that re-implementations make, as an edit of the compiler's source. */
export interface Mistake {
	/** As in the negative controls of the fixtures, which tell how far it moves an output; others in our words. */
	readonly mistake: string;
	/** Below src/lib/compiler. */
	readonly file: string;
	/** Text that occurs once in the file. */
	readonly from: string;
	readonly to: string;
	/** Golden cases of which one must turn red, by id. */
	readonly cases: readonly string[];
}

/** The source with the mistake in it. @throws Error where the text to replace does not occur just once */
export function plant(source: string, { mistake, file, from, to }: Mistake): string {
	const found = source.split(from).length - 1;
	if (found !== 1) {
		throw new Error(`${mistake}: the text to replace occurs ${found} times in ${file}:\n${from}`);
	}
	return source.replace(from, () => to);
}
